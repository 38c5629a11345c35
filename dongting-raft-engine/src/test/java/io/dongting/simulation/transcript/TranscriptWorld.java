package io.dongting.simulation.transcript;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.LogItem;
import io.dongting.raft.Membership;
import io.dongting.raft.MembershipException;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.transport.Message;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedGroup;
import io.dongting.simulation.SimulatedLatency;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.GroupInvariants;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with one group, whose invariants are watched, and what is seen of it.
 */
final class TranscriptWorld {

	static final String GROUP = "list";

	private static final SimulatedLatency MILLISECOND = SimulatedLatency.always(Duration.ofMillis(1));

	private final VirtualTime time;

	private final SimulatedCluster cluster;

	/** {@code null} if something is to be done that they do not allow for. */
	private final @Nullable GroupInvariants invariants;

	private final NetworkRules rules;

	private final Output output;

	private final TreeMap<Integer, ReplicaWatcher> watchers = new TreeMap<>();

	private final TreeMap<Integer, CommandList> machines = new TreeMap<>();

	private final TreeSet<Integer> mayFail = new TreeSet<>();

	/** Which command cannot be applied, by node. */
	private final TreeMap<Integer, String> inapplicable = new TreeMap<>();

	private int unanswered;

	/**
	 * Create a world.
	 * @param firstMembers how many of the nodes are the first members
	 */
	TranscriptWorld(long seed, int size, int firstMembers, RaftGroupOptions options, DiskSpaceOptions diskSpace,
			boolean watched) {
		this.time = new VirtualTime(seed);
		SortedSet<Integer> members = new TreeSet<>(IntStream.rangeClosed(1, firstMembers).boxed().toList());
		RaftGroupConfig config = new RaftGroupConfig(GROUP, 1, members, Collections.emptySortedSet(), options);
		this.cluster = new SimulatedCluster(this.time, size, List.of(new SimulatedGroup(config, this::newMachine)),
				diskSpace);
		this.output = new Output(this.time.clock());
		this.rules = new NetworkRules(this.cluster.network());
		this.cluster.network().latency(MILLISECOND);
		this.cluster.network().addListener((from, to, message, bytes) -> sent(from, to, message));
		this.cluster.addListener(new Starts());
		this.invariants = watched ? watch(config) : null;
		Map<String, EntryText> known = new LinkedHashMap<>();
		for (SimulatedNode node : this.cluster.nodes()) {
			node.diskLatency(MILLISECOND);
			node.applyLatency(GROUP, SimulatedLatency.always(Duration.ofNanos(100_000)));
			this.watchers.put(node.nodeId(), new ReplicaWatcher(node, GROUP, known, this.output));
		}
		this.cluster.afterEachStep(this::afterStep);
	}

	private GroupInvariants watch(RaftGroupConfig config) {
		GroupInvariants watching = GroupInvariants.watch(this.cluster, config, new Coverage());
		watching.allowFailures((node) -> this.mayFail.contains(node.nodeId()));
		return watching;
	}

	private CommandList newMachine(int nodeId) {
		CommandList machine = new CommandList(nodeId, this::applies);
		this.machines.put(nodeId, machine);
		return machine;
	}

	private void applies(int nodeId, CommandList machine, LogItem item) {
		String command = CommandList.command(item);
		if (command.equals(this.inapplicable.get(nodeId))) {
			throw new IllegalStateException(command + " cannot be applied");
		}
		if (this.invariants != null) {
			this.invariants.applies(nodeId, machine, item);
		}
		this.output.state(Shown.APPLIES, nodeId, "applies " + command);
	}

	SimulatedCluster cluster() {
		return this.cluster;
	}

	SimulatedNode node(int nodeId) {
		return this.cluster.node(nodeId);
	}

	NetworkRules rules() {
		return this.rules;
	}

	Output output() {
		return this.output;
	}

	ReplicaWatcher watcher(int nodeId) {
		return this.watchers.get(nodeId);
	}

	VirtualTime time() {
		return this.time;
	}

	int unanswered() {
		return this.unanswered;
	}

	/** The disk of this node is made to fail, which its group may notice. */
	void allowFailure(int nodeId) {
		this.mayFail.add(nodeId);
	}

	/** The state machine of a node throws when it is to apply a command. */
	void failToApply(int nodeId, String command) {
		this.inapplicable.put(nodeId, command);
	}

	/** The state machine of a node can apply everything again. */
	void applyAll(int nodeId) {
		this.inapplicable.remove(nodeId);
	}

	/** Return what a group on a node believes, which has to run. */
	GroupInspection inspect(int nodeId) {
		GroupInspection replica = node(nodeId).inspect(GROUP);
		if (replica == null) {
			throw new IllegalArgumentException("Node " + nodeId + " does not run the group");
		}
		return replica;
	}

	/** Let time pass until something holds, and fail if it does not come to. */
	void await(BooleanSupplier condition, Duration limit, String what) {
		if (!this.cluster.runUntil(condition, limit)) {
			throw new IllegalStateException("Not within " + limit + ": " + what);
		}
	}

	void afterStep() {
		this.watchers.values().forEach(ReplicaWatcher::afterStep);
		this.output.stepOver();
	}

	private void sent(int from, int to, Message message) {
		if (!this.rules.isSuppressed(from, message)) {
			MessageText text = MessageText.of(message);
			String lost = this.rules.isLost(from, to, message) ? " - lost" : "";
			this.output.message(text.kind(), from, to, text.text() + lost);
		}
	}

	void propose(int nodeId, String command, Duration timeout) {
		RaftGroup group = this.cluster.group(nodeId, GROUP);
		this.unanswered++;
		group.submitLinearTask(new RaftInput(command.getBytes(StandardCharsets.UTF_8), timeout), new RaftCallback() {

			@Override
			public void completed(long index, byte[] result) {
				answered(command + " is done at " + index);
			}

			@Override
			public void failed(RaftException cause) {
				answered(command + failure(cause));
			}

		});
	}

	void read(int nodeId, ReadRequest request) {
		CommandList machine = this.machines.get(nodeId);
		String place = " read on " + nodeId;
		String name = (request.minimumIndex() > 0) ? "the" + place + " as of " + request.minimumIndex()
				: "the " + request.consistency() + place;
		this.unanswered++;
		this.cluster.group(nodeId, GROUP)
			.read(request, machine::toString)
			.whenComplete((commands, failure) -> answered(
					name + ((failure instanceof RaftException cause) ? failure(cause) : " sees " + commands)));
	}

	/** Have something done with the membership, and tell what came of it. */
	void change(String name, CompletableFuture<?> outcome) {
		this.unanswered++;
		outcome.whenComplete((result, failure) -> answered(name + outcome(result, failure)));
	}

	private static String outcome(@Nullable Object result, @Nullable Throwable failure) {
		if (failure instanceof MembershipException refusal) {
			return " is refused, " + refusal.result();
		}
		if (failure instanceof RaftException cause) {
			return failure(cause);
		}
		return (result instanceof MembershipPreview preview) ? " leads from " + described(preview.before()) + " to "
				+ described(preview.after()) + "; " + (preview.reasonsAgainst().isEmpty() ? "nothing is against it"
						: String.join(" ", preview.reasonsAgainst()))
				: " is done at " + result;
	}

	private static String described(Membership membership) {
		return SetsText.of(membership) + " (quorum " + membership.quorum() + ", bears " + membership.toleratedFailures()
				+ ")";
	}

	void transfer(int nodeId, TransferRequest request) {
		String name = "the transfer asked of " + nodeId;
		this.unanswered++;
		this.cluster.group(nodeId, GROUP)
			.transferLeadership(request)
			.whenComplete((outcome, failure) -> answered(
					name + ((failure instanceof RaftException cause) ? failure(cause) : transferred(outcome))));
	}

	private static String transferred(TransferOutcome outcome) {
		String leader = (outcome.leaderId() != 0) ? outcome.leaderId() + " leads" : "nobody leads";
		return " ends with " + outcome.result() + ", " + leader;
	}

	private void answered(String what) {
		this.unanswered--;
		if (this.output.shows(Shown.CLIENTS)) {
			this.output.say("client: " + what);
		}
	}

	private static String failure(RaftException cause) {
		return (cause instanceof NotExecutedException refusal) ? " is not executed, " + refusal.reason()
				: " has an unknown outcome";
	}

	private final class Starts implements SimulatedCluster.NodeListener {

		@Override
		public void started(SimulatedNode node) {
			TranscriptWorld.this.watchers.get(node.nodeId()).started();
		}

		@Override
		public void ended(SimulatedNode node) {
			TranscriptWorld.this.output.state(Shown.NODES, node.nodeId(), "ends");
		}

		@Override
		public void failed(SimulatedNode node, String source, Throwable failure) {
			TranscriptWorld.this.output.state(Shown.NODES, node.nodeId(), "fails in a " + source + ": " + failure);
		}

	}

}
