package io.dongting.simulation.transcript;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.Membership;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.SimulatedLatency;
import io.dongting.simulation.SimulatedNetwork;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.transcript.NetworkRules.Path;
import org.jspecify.annotations.Nullable;

/**
 * Does what the directives of a transcript say.
 */
final class Directives {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Map<String, Consumer<Words>> verbs = new LinkedHashMap<>();

	private @Nullable TranscriptWorld world;

	Directives() {
		this.verbs.put("cluster", this::cluster);
		this.verbs.put("show", this::show);
		this.verbs.put("elect", this::elect);
		this.verbs.put("campaign", this::campaign);
		this.verbs.put("candidates", this::candidates);
		this.verbs.put("advance", (words) -> world().cluster().advance(words.duration()));
		this.verbs.put("await", this::await);
		this.verbs.put("propose", this::propose);
		this.verbs.put("read", this::read);
		this.verbs.put("start", (words) -> each(words, (id) -> world().node(id).start()));
		this.verbs.put("stop", (words) -> each(words, (id) -> world().node(id).stop()));
		this.verbs.put("crash", (words) -> each(words, (id) -> world().node(id).crash()));
		this.verbs.put("kill", (words) -> each(words, (id) -> world().node(id).kill()));
		this.verbs.put("pause", (words) -> each(words, (id) -> world().node(id).pause()));
		this.verbs.put("resume", (words) -> each(words, (id) -> world().node(id).resume()));
		this.verbs.put("cut", (words) -> words.paths().forEach(world().rules()::cut));
		this.verbs.put("heal", this::heal);
		this.verbs.put("isolate", (words) -> each(words, this::isolate));
		this.verbs.put("lose", this::lose);
		this.verbs.put("clog", this::clog);
		this.verbs.put("unclog", this::unclog);
		this.verbs.put("break", this::breakConnection);
		this.verbs.put("disk", this::disk);
		this.verbs.put("transfer", this::transfer);
		this.verbs.put("apply", this::apply);
		this.verbs.put("clock", this::clock);
		this.verbs.put("status", this::status);
		this.verbs.put("log", (words) -> each(words, (id) -> say(id, world().watcher(id).logText())));
		this.verbs.put("prepare", this::prepare);
		this.verbs.put("commit", this::commit);
		this.verbs.put("abort",
				(words) -> each(words, (id) -> world().change("the abort", group(id).leaderAbortJointConsensus())));
		this.verbs.put("cancel",
				(words) -> each(words, (id) -> world().change("the cancel", group(id).cancelMembershipChange())));
		this.verbs.put("change", this::change);
		this.verbs.put("preview", this::preview);
		this.verbs.put("members", (words) -> each(words, (id) -> say(id, world().watcher(id).membersText())));
		this.verbs.put("lease", (words) -> each(words, this::lease));
	}

	/**
	 * Carry out a directive.
	 * @param text the directive
	 * @return what is seen of it
	 */
	List<String> carryOut(String text) {
		Words words = new Words(text);
		String verb = words.next();
		Consumer<Words> action = this.verbs.get(verb);
		if (action == null) {
			throw new IllegalArgumentException("'" + verb + "' is none of " + this.verbs.keySet());
		}
		action.accept(words);
		words.end();
		world().afterStep();
		return world().output().take();
	}

	private TranscriptWorld world() {
		if (this.world == null) {
			throw new IllegalStateException("A transcript begins with 'cluster'");
		}
		return this.world;
	}

	private void cluster(Words words) {
		int size = words.node();
		int firstMembers = size;
		boolean watched = true;
		long seed = 1;
		int batchBytes = 1024;
		int windowMessages = RaftGroupOptions.DEFAULTS.windowMessages();
		long pendingBytes = 1 << 20;
		DiskSpaceOptions diskSpace = DiskSpaceOptions.UNWATCHED;
		while (!words.isEmpty()) {
			String option = words.next();
			switch (option) {
				case "members" -> firstMembers = (int) words.number();
				case "unwatched" -> watched = false;
				case "seed" -> seed = words.number();
				case "batch" -> batchBytes = (int) words.number();
				case "window" -> windowMessages = (int) words.number();
				case "watermarks" ->
					diskSpace = new DiskSpaceOptions(words.number(), words.number(), Duration.ofSeconds(1));
				case "pending" -> pendingBytes = words.number();
				default -> throw words.unknown(option);
			}
		}
		RaftGroupOptions defaults = RaftGroupOptions.DEFAULTS;
		this.world = new TranscriptWorld(seed, size, firstMembers,
				new RaftGroupOptions(defaults.electionTimeout(), defaults.leasePromise(), defaults.heartbeatInterval(),
						1000, pendingBytes, 1024, batchBytes, windowMessages, defaults.windowBytes(),
						defaults.applyBatchBytes(), 128 * 1024, 4096),
				diskSpace, watched);
	}

	private void show(Words words) {
		world().output().show(Arrays.stream(words.rest().split("[ ,]+")).map(Shown::named).toList());
	}

	private static void each(Words words, IntConsumer action) {
		words.nodes().forEach(action::accept);
	}

	private void say(int nodeId, String text) {
		world().output().say(nodeId + ": " + text);
	}

	/** From now on, as if the times of the other nodes were never up. */
	private void candidates(Words words) {
		world().rules().candidates(words.takes("any") ? Set.of() : Set.copyOf(words.nodes()));
	}

	/** Let a node be the only candidate, until it leads and from then on. */
	private void elect(Words words) {
		int nodeId = words.node();
		world().rules().candidates(Set.of(nodeId));
		world().await(() -> world().inspect(nodeId).leads(), PATIENCE, nodeId + " leads");
	}

	/** Let a node be the only candidate, until it asks for votes and from then on. */
	private void campaign(Words words) {
		int nodeId = words.node();
		world().rules().candidates(Set.of(nodeId));
		world().await(() -> world().inspect(nodeId).votedFor() == nodeId, PATIENCE, nodeId + " campaigns");
	}

	private void await(Words words) {
		String whom = words.next();
		if (whom.equals("answers")) {
			world().await(() -> world().unanswered() == 0, PATIENCE, "all are answered");
		}
		else if (whom.equals("leader")) {
			world().await(() -> world().cluster().leader(TranscriptWorld.GROUP) != 0, PATIENCE, "somebody leads");
		}
		else {
			awaitNode(Integer.parseInt(whom), words);
		}
	}

	private void awaitNode(int nodeId, Words words) {
		SimulatedNode node = world().node(nodeId);
		GroupInspection replica = world().inspect(nodeId);
		String what = words.next();
		switch (what) {
			case "leads" -> world().await(replica::leads, PATIENCE, what);
			case "ends" -> world().await(() -> !node.isRunning(), PATIENCE, what);
			case "commit" -> awaitReached(words.number(), replica::commitIndex, "commit");
			case "applied" -> awaitReached(words.number(), replica::appliedIndex, "applied");
			case "last" -> awaitReached(words.number(), replica::lastIndex, "last");
			case "term" -> awaitReached(words.number(), replica::term, "term");
			default -> throw words.unknown(what);
		}
	}

	private void awaitReached(long target, LongSupplier value, String what) {
		world().await(() -> value.getAsLong() >= target, PATIENCE, what + " " + target);
	}

	/** Several commands of one directive arrive together. */
	private void propose(Words words) {
		int nodeId = words.node();
		String commands = words.next();
		Duration timeout = words.takes("within") ? words.duration() : Duration.ofSeconds(10);
		for (String command : commands.split(",")) {
			world().propose(nodeId, command, timeout);
		}
	}

	/** As in {@code read 2 LEASE} or {@code read 2 as-of 5 within 1 s}. */
	private void read(Words words) {
		int nodeId = words.node();
		boolean named = words.takes("as-of");
		ReadConsistency consistency = named ? ReadConsistency.STALE : ReadConsistency.valueOf(words.next());
		long minimumIndex = named ? words.number() : 0;
		Duration timeout = words.takes("within") ? words.duration() : Duration.ofSeconds(10);
		world().read(nodeId, new ReadRequest(consistency, minimumIndex, timeout));
	}

	private RaftGroup group(int nodeId) {
		return world().cluster().group(nodeId, TranscriptWorld.GROUP);
	}

	/** As in {@code prepare 1 1,2,3 -> 2,3,4+1}. */
	private void prepare(Words words) {
		int nodeId = words.node();
		Membership before = SetsText.parse(words.next());
		words.takes("->");
		Membership after = SetsText.parse(words.next());
		world().change("the preparation of " + SetsText.of(after), group(nodeId).leaderPrepareJointConsensus(
				before.members(), before.observers(), after.members(), after.observers(), timeout(words)));
	}

	private void commit(Words words) {
		int nodeId = words.node();
		long prepareIndex = words.number();
		world().change("the commit of " + prepareIndex, group(nodeId).leaderCommitJointConsensus(prepareIndex));
	}

	private void change(Words words) {
		int nodeId = words.node();
		Membership goal = SetsText.parse(words.next());
		world().change("the change to " + SetsText.of(goal),
				group(nodeId).changeMembership(new MembershipChange(goal.members(), goal.observers(), timeout(words))));
	}

	private void preview(Words words) {
		int nodeId = words.node();
		Membership goal = SetsText.parse(words.next());
		world().change("the change to " + SetsText.of(goal), group(nodeId)
			.previewMembershipChange(new MembershipChange(goal.members(), goal.observers(), timeout(words))));
	}

	private static Duration timeout(Words words) {
		return words.takes("within") ? words.duration() : Duration.ofSeconds(10);
	}

	private void transfer(Words words) {
		int nodeId = words.node();
		OptionalInt target = words.takes("away") ? OptionalInt.empty() : OptionalInt.of(target(words));
		Duration timeout = words.takes("within") ? words.duration() : Duration.ofSeconds(5);
		world().transfer(nodeId, new TransferRequest(target, timeout));
	}

	private static int target(Words words) {
		if (!words.takes("to")) {
			throw words.unknown(words.next());
		}
		return words.node();
	}

	private void heal(Words words) {
		if (words.isEmpty()) {
			world().rules().healAll();
		}
		else {
			words.paths().forEach(world().rules()::heal);
		}
	}

	private void isolate(int nodeId) {
		for (SimulatedNode other : world().cluster().nodes()) {
			if (other.nodeId() != nodeId) {
				world().rules().cut(new Path(nodeId, other.nodeId()));
				world().rules().cut(new Path(other.nodeId(), nodeId));
			}
		}
	}

	private void lose(Words words) {
		List<Path> paths = words.paths();
		Pattern text = Pattern.compile(words.rest());
		paths.forEach((path) -> world().rules().lose(path, text));
	}

	private void clog(Words words) {
		words.paths().forEach((path) -> network().clog(path.from(), path.to()));
	}

	private void unclog(Words words) {
		words.paths().forEach((path) -> network().unclog(path.from(), path.to()));
	}

	private void breakConnection(Words words) {
		words.paths().forEach((path) -> network().reset(path.from(), path.to()));
	}

	private SimulatedNetwork network() {
		return world().cluster().network();
	}

	private void disk(Words words) {
		int nodeId = words.node();
		SimulatedNode node = world().node(nodeId);
		String what = words.next();
		switch (what) {
			case "hangs" -> node.hangDisk();
			case "goes-on" -> node.releaseDisk();
			case "takes" -> node.diskLatency(SimulatedLatency.always(words.duration()));
			case "fails-next-sync" -> fail(nodeId, words.rest(), node.disk().faults()::failNextSync);
			case "fails-next-write" -> fail(nodeId, words.rest(), node.disk().faults()::failNextWrite);
			case "has-room-for" -> node.disk().faults().limitSpace(words.number());
			case "is-replaced" -> node.wipe();
			case "has-room" -> node.disk().faults().freeSpace();
			default -> throw words.unknown(what);
		}
	}

	private void fail(int nodeId, String part, Consumer<Predicate<String>> fault) {
		world().allowFailure(nodeId);
		fault.accept((path) -> path.contains(part));
	}

	private void apply(Words words) {
		int nodeId = words.node();
		String what = words.next();
		switch (what) {
			case "takes" ->
				world().node(nodeId).applyLatency(TranscriptWorld.GROUP, SimulatedLatency.always(words.duration()));
			case "fails-on" -> world().failToApply(nodeId, words.next());
			case "works" -> world().applyAll(nodeId);
			default -> throw words.unknown(what);
		}
	}

	private void clock(Words words) {
		int nodeId = words.node();
		String what = words.next();
		switch (what) {
			case "drifts" -> world().node(nodeId).clockDrift(words.number());
			case "jumps" -> world().node(nodeId).clock().jump(words.duration());
			case "wall-jumps" -> world().node(nodeId).clock().jumpWallTime(words.duration());
			default -> throw words.unknown(what);
		}
	}

	private void status(Words words) {
		if (words.isEmpty()) {
			world().cluster()
				.nodes()
				.forEach((node) -> say(node.nodeId(), world().watcher(node.nodeId()).statusText()));
		}
		else {
			each(words, (id) -> say(id, world().watcher(id).statusText()));
		}
	}

	private void lease(int nodeId) {
		say(nodeId, world().inspect(nodeId).holdsLease() ? "holds a lease" : "holds no lease");
	}

}
