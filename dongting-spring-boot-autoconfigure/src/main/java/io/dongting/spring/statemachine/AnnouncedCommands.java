package io.dongting.spring.statemachine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which commands a group accepts, as its members have announced: part of the replicated
 * state, the same on every node at the same index. Immutable.
 *
 * <p>
 * A command is accepted once all members have announced it. It stays so while a new
 * member has not announced anything yet, and ends when a member announces that it cannot
 * apply it any more. Until all members have announced something for the first time, as in
 * a group that is new or older than all announcements, only that is refused which one of
 * them is known to lack.
 *
 * <p>
 * The log does not say to the state machine who belongs to the group. So the leader
 * brings the members along when it announces, and does so again when there are others. A
 * node that is not counted meanwhile is as safe as any: it stops at what it does not
 * know.
 */
final class AnnouncedCommands {

	/** A group has at most 64 nodes; these are some generations of them. */
	private static final int MOST_NODES = 256;

	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/** Nobody has announced anything. */
	static final AnnouncedCommands NONE = new AnnouncedCommands(new State(new TreeMap<>(), new TreeSet<>(), null));

	private final State state;

	/** Why commands of this node are not proposed, empty where they are. */
	private final Map<String, Optional<String>> refusals = new ConcurrentHashMap<>();

	private AnnouncedCommands(State state) {
		this.state = state;
	}

	boolean isEmpty() {
		return this.state.nodes().isEmpty();
	}

	SortedSet<Integer> nodes() {
		return Collections.unmodifiableSortedSet(new TreeSet<>(this.state.nodes().keySet()));
	}

	/** Return whether an announcement would say nothing new. */
	boolean holds(Announcement announcement) {
		boolean sameMembers = announcement.members().isEmpty() || announcement.members().equals(this.state.members());
		return sameMembers && announcement.commands().equals(this.state.nodes().get(announcement.nodeId()));
	}

	/** Return whether a node has announced something else than it can apply now. */
	boolean isOutdated(int nodeId, Map<String, CommandShape> commands) {
		SortedMap<String, CommandShape> announced = this.state.nodes().get(nodeId);
		return announced != null && !announced.equals(commands);
	}

	AnnouncedCommands with(Announcement announcement) {
		SortedSet<Integer> members = (announcement.members().isEmpty()) ? this.state.members() : announcement.members();
		SortedMap<Integer, SortedMap<String, CommandShape>> nodes = new TreeMap<>(this.state.nodes());
		nodes.put(announcement.nodeId(), announcement.commands());
		if (nodes.size() > MOST_NODES) {
			nodes.keySet().removeIf((node) -> node != announcement.nodeId() && !members.contains(node));
		}
		return new AnnouncedCommands(new State(nodes, members, accepted(nodes, members)));
	}

	/**
	 * New commands need all members, those that are accepted only none that lacks them.
	 */
	private @Nullable SortedSet<String> accepted(SortedMap<Integer, SortedMap<String, CommandShape>> nodes,
			SortedSet<Integer> members) {
		List<Set<String>> announced = new ArrayList<>();
		for (int member : members) {
			SortedMap<String, CommandShape> commands = nodes.get(member);
			if (commands != null) {
				announced.add(commands.keySet());
			}
		}
		boolean complete = !members.isEmpty() && announced.size() == members.size();
		Set<String> candidates = (complete) ? announced.get(0) : this.state.accepted();
		if (candidates == null) {
			return null;
		}
		SortedSet<String> accepted = new TreeSet<>(candidates);
		announced.forEach(accepted::retainAll);
		return accepted;
	}

	/**
	 * Say why a command that stands in the log is not to be applied, on any node.
	 * @return a full sentence, {@code null} if it is to be applied
	 */
	@Nullable String refusal(String id) {
		SortedSet<String> accepted = this.state.accepted();
		boolean refused = (accepted != null) ? !accepted.contains(id) : !lacking(id).isEmpty();
		return (refused) ? refused(id, "do not have it", lacking(id)) : null;
	}

	/**
	 * Say why a command is not to be proposed: it would be refused, or some member could
	 * not read it as this node writes it.
	 * @param id the id of the command
	 * @param written how this node writes it
	 * @param codecs compare it with how others do
	 * @return a full sentence, {@code null} if it may be proposed
	 */
	@Nullable String refusal(String id, CommandShape written, ValueCodecs codecs) {
		if (isEmpty()) {
			return null;
		}
		Optional<String> known = this.refusals.get(id);
		// Only the lookup is for each call
		if (known == null) {
			known = this.refusals.computeIfAbsent(id, (key) -> Optional.ofNullable(findRefusal(id, written, codecs)));
		}
		return known.orElse(null);
	}

	private @Nullable String findRefusal(String id, CommandShape written, ValueCodecs codecs) {
		String refusal = refusal(id);
		if (refusal != null) {
			return refusal;
		}
		SortedSet<Integer> unable = new TreeSet<>();
		for (int member : this.state.members()) {
			SortedMap<String, CommandShape> commands = this.state.nodes().get(member);
			if (commands != null && !written.isReadableAs(commands.get(id), codecs)) {
				unable.add(member);
			}
		}
		return (unable.isEmpty()) ? null : refused(id, "have it in another form", unable);
	}

	private SortedSet<Integer> lacking(String id) {
		SortedSet<Integer> lacking = new TreeSet<>();
		for (int member : this.state.members()) {
			SortedMap<String, CommandShape> commands = this.state.nodes().get(member);
			if (commands != null && !commands.containsKey(id)) {
				lacking.add(member);
			}
		}
		return lacking;
	}

	private String refused(String id, String problem, SortedSet<Integer> nodes) {
		String who = (nodes.isEmpty()) ? "not all of the members " + this.state.members() + " have announced it"
				: "the nodes " + nodes + " " + problem;
		return "The command '" + id + "' is not executed, since " + who
				+ ". It is accepted as soon as all members run a version of the application that has it.";
	}

	byte[] toBytes() {
		return mapper.writeValueAsBytes(this.state);
	}

	static AnnouncedCommands read(byte[] bytes) {
		return new AnnouncedCommands(mapper.readValue(bytes, State.class));
	}

	/**
	 * What is replicated.
	 *
	 * @param nodes what each node can apply
	 * @param members the members as the last leader knew them that announced anything,
	 * empty before
	 * @param accepted the ids of the commands that are accepted, {@code null} until all
	 * members have announced something
	 */
	record State(SortedMap<Integer, SortedMap<String, CommandShape>> nodes, SortedSet<Integer> members,
			@Nullable SortedSet<String> accepted) {

	}

}
