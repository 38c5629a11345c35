package io.dongting.simulation.invariant;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.dongting.raft.LogItem;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.Replica;
import io.dongting.raft.transport.Message;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.RefillStage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * Checks one group of a cluster after every step: one leader a term; one vote a term,
 * durable when it is sent; terms and commit indexes never go back; logs match; leaders
 * have all that is committed and never cut their own log; what is committed or taken for
 * durable stays so over crashes; all replicas apply the same; nobody is elected while
 * another still trusts its lease; commands and reads do what their clients are told;
 * whoever hands over appends nothing and has no lease; whoever has no room on its disk
 * takes no commands; whoever tells that it leads does, and has applied what was committed
 * before.
 *
 * <p>
 * A violation is thrown out of the step that shows it. Who decides is read from the
 * configurations in the logs, and majorities are counted here once more.
 */
public final class GroupInvariants {

	private static final long UNKNOWN = -1;

	private final RaftGroupConfig group;

	private final Violations violations = new Violations();

	private final Coverage coverage;

	private final TransferWatch transfers;

	private final EntryHistory history = new EntryHistory(this.violations);

	private final SimulatedCluster cluster;

	private final ConfigurationHistory configurations;

	/** Every replica there ever was: that of a disk that was replaced among them. */
	private final Map<UUID, Watched> replicas = new TreeMap<>();

	/** Those of the nodes now, by node id; {@code null} until they are first started. */
	private final @Nullable Watched[] current;

	/** Nodes whose disk was replaced since they ran last. */
	private final Set<Integer> wiped = new TreeSet<>();

	private final MembershipView membership;

	private final Map<Long, Integer> leaders = new TreeMap<>();

	private final CommandWatch commands = new CommandWatch(this.violations);

	private final AppliedHistory applied = new AppliedHistory(this.history, this.commands, this.violations);

	/** The highest term that ever had a leader, and who that was. */
	private long latestTerm;

	private int latestLeader;

	/** What all nodes had done when the replicas were looked at last. */
	private long seenActivity = UNKNOWN;

	private boolean leasesHold = true;

	private boolean over;

	private final FailureWatch failures;

	private GroupInvariants(SimulatedCluster cluster, RaftGroupConfig group, Coverage coverage) {
		this.cluster = cluster;
		this.coverage = coverage;
		this.transfers = new TransferWatch(coverage);
		this.group = group;
		this.failures = new FailureWatch(group.name(), this.violations);
		this.configurations = new ConfigurationHistory(this.history, this.violations, coverage);
		this.current = new Watched[cluster.nodes().size() + 1];
		this.membership = new MembershipView(this.configurations,
				() -> Stream.of(this.current).filter(Objects::nonNull).map(Watched::replica).toList());
	}

	/**
	 * Watch a group from now on.
	 * @param cluster the cluster, with no node running the group yet
	 * @param group the group
	 * @param coverage takes down what happens to it
	 * @return the observer
	 */
	public static GroupInvariants watch(SimulatedCluster cluster, RaftGroupConfig group, Coverage coverage) {
		GroupInvariants invariants = new GroupInvariants(cluster, group, coverage);
		cluster.network().addListener((from, to, message, bytes) -> invariants.sent(from, to, message));
		cluster.addListener(invariants.new Starts());
		cluster.afterEachStep(invariants::check);
		return invariants;
	}

	/**
	 * Let the group fail on nodes whose disks were made to.
	 * @param allowed which nodes are excused
	 */
	public void allowFailures(Predicate<SimulatedNode> allowed) {
		this.failures.allowStorage(allowed);
	}

	/**
	 * Let state machines fail on nodes where they were made to.
	 * @param allowed which nodes are excused
	 */
	public void allowApplyFailures(Predicate<SimulatedNode> allowed) {
		this.failures.allowApply(allowed);
	}

	/**
	 * Expect nothing of leases: they rely on clocks that run evenly, and these may jump.
	 */
	public void ignoreLeases() {
		this.leasesHold = false;
		this.commands.ignoreLeases();
	}

	/**
	 * Return who looks at what became of commands and reads, to be told by clients.
	 * @return the observer
	 */
	public CommandWatch commands() {
		return this.commands;
	}

	/**
	 * Return who belongs to the group, by all logs.
	 * @return a live view
	 */
	public MembershipView membership() {
		return this.membership;
	}

	/**
	 * A state machine is about to apply an entry. To be called by every state machine of
	 * the group.
	 * @param nodeId on which node
	 * @param machine the state machine, a new one at each start
	 * @param item the entry
	 */
	public void applies(int nodeId, StateMachine machine, LogItem item) {
		this.applied.applies(nodeId, machine, item);
	}

	/**
	 * A state machine has applied an entry. To be called by state machines that have
	 * snapshots.
	 * @param nodeId on which node
	 * @param index the entry
	 * @param stateHash a hash of all of its state
	 */
	public void applied(int nodeId, long index, long stateHash) {
		this.applied.applied(nodeId, index, stateHash);
	}

	/**
	 * A state machine has loaded a saved state. To be called by state machines that have
	 * snapshots.
	 * @param nodeId on which node
	 * @param machine the state machine
	 * @param index the last entry that was applied to that state
	 * @param stateHash a hash of all of it
	 */
	public void loaded(int nodeId, StateMachine machine, long index, long stateHash) {
		this.coverage.add("states loaded", 1);
		this.applied.loaded(nodeId, machine, index, stateHash);
	}

	/**
	 * Return how far any replica has found the log to be committed.
	 * @return the index
	 */
	public long committedIndex() {
		return this.history.committedIndex();
	}

	/**
	 * Return whether a node was elected.
	 * @param nodeId the node
	 * @param term the term after which it has to have been
	 * @return whether it was, as far as has been checked
	 */
	public boolean wasElectedAfter(int nodeId, long term) {
		return this.leaders.entrySet()
			.stream()
			.anyMatch((leader) -> leader.getKey() > term && leader.getValue() == nodeId);
	}

	/** Check everything that may have changed. Called after each step. */
	public void check() {
		long activity = this.cluster.activity();
		if (activity != this.seenActivity) {
			this.seenActivity = activity;
			for (Watched watched : this.current) {
				if (watched != null && watched.replica().mayHaveChanged()) {
					check(watched);
				}
			}
		}
		this.violations.rethrow();
	}

	private void check(Watched watched) {
		ReplicaWatch replica = watched.replica();
		Change change = watched.afterStep();
		Condition failure = replica.failure();
		if (failure != null) {
			this.failures.failed(this.cluster.node(replica.nodeId()), failure);
		}
		if (change == Change.ELECTED) {
			elected(replica);
		}
		checkLease(replica);
		if (change != Change.NONE) {
			committed(replica);
		}
	}

	private void sent(int from, int to, Message message) {
		if (message.envelope().groupId() == this.group.groupId()) {
			this.transfers.sent(to, message);
			Watched speaker = this.current[from];
			Watched other = this.current[to];
			if (speaker != null && !speaker.said().isLeftOver(message)) {
				checkBound(speaker, message);
				speaker.said().sent(to, message, (other != null) ? other.said() : null);
			}
		}
	}

	/**
	 * A node whose disk was replaced takes no part until it is added again (trap P13).
	 */
	private void checkBound(Watched speaker, Message message) {
		UUID replica = message.envelope().fromReplica();
		this.violations.check(!SaidWatch.takesPart(message) || this.configurations.isBound(replica),
				"Node %d takes part in term %d as replica %s, which no configuration binds: %s",
				speaker.replica().nodeId(), message.envelope().term(), replica, message);
	}

	private void elected(ReplicaWatch leader) {
		this.coverage.add("leaders", 1);
		GroupInspection inspected = Objects.requireNonNull(leader.replica());
		this.violations.check(leader.mayLead(inspected.replica()), "Node %d leads term %d without a vote",
				leader.nodeId(), leader.term());
		boolean founder = leader.nodeId() == this.group.members().first();
		this.violations.check(!founder || inspected.durableIndex() > 0,
				"Founding: node %d leads term %d, but not even its first entry is durable", leader.nodeId(),
				leader.term());
		Integer before = this.leaders.putIfAbsent(leader.term(), leader.nodeId());
		this.violations.check(before == null || before == leader.nodeId(),
				"Election safety: nodes %d and %d both lead term %d", before, leader.nodeId(), leader.term());
		GroupConfiguration configuration = leader.configuration();
		List<Integer> votes = agreeing(configuration,
				(watched) -> watched.said().votedFor(leader.nodeId(), leader.term()));
		this.violations.check(configuration != null && ConfigurationHistory.decides(configuration, votes),
				"Election: node %d leads term %d with the votes of %s in %s", leader.nodeId(), leader.term(), votes,
				configuration);
		checkComplete(leader);
		if (leader.term() > this.latestTerm) {
			this.latestTerm = leader.term();
			this.latestLeader = leader.nodeId();
		}
		for (Watched watched : this.current) {
			if (watched != null) {
				checkLease(watched.replica());
			}
		}
	}

	/** Return the nodes whose replicas, as they are bound, agree. */
	private List<Integer> agreeing(@Nullable GroupConfiguration configuration, Predicate<Watched> agrees) {
		if (configuration == null) {
			return List.of();
		}
		return configuration.replicas().values().stream().filter((bound) -> {
			Watched watched = this.replicas.get(bound.uuid());
			return watched != null && agrees.test(watched);
		}).map(Replica::nodeId).toList();
	}

	/**
	 * A leader has what was committed under all leaders before it (Raft paper 5.4.3). One
	 * whose votes came late may find itself behind a later leader; it cannot commit.
	 */
	private void checkComplete(ReplicaWatch leader) {
		GroupInspection replica = leader.replica();
		// What the log does not hold any more was compared when it was held
		long first = (replica != null) ? Math.max(1, replica.firstIndex() - 1) : 1;
		for (long index = this.history.committedIndex(); index >= first; index--) {
			boolean before = this.history.committedIn(index) < leader.term();
			this.violations.check(
					!before || (replica != null && replica.termAt(index) == this.history.committedTerm(index)),
					"Leader completeness: node %d leads term %d without entry %d of term %d, which is committed",
					leader.nodeId(), leader.term(), index, this.history.committedTerm(index));
		}
	}

	/**
	 * Whoever has been elected may have written: from then on no earlier leader may rely
	 * on what a majority has promised, however late it hears of that promise (R17).
	 */
	private void checkLease(ReplicaWatch trusting) {
		GroupInspection replica = trusting.replica();
		if (this.leasesHold && replica != null && trusting.nodeId() != this.latestLeader) {
			this.violations.check(!replica.holdsLease(),
					"Lease: node %d trusts a lease in term %d, but node %d has been elected in term %d",
					trusting.nodeId(), trusting.term(), this.latestLeader, this.latestTerm);
		}
	}

	/** What is new is durable on a quorum, also of those that do not run now. */
	private void committed(ReplicaWatch replica) {
		GroupInspection inspected = replica.replica();
		long commit = replica.commitIndex();
		if (inspected == null || commit <= this.history.committedIndex()) {
			return;
		}
		long term = inspected.termAt(commit);
		if (commit - this.history.committedIndex() > 1) {
			this.coverage.add("commits of several entries", 1);
		}
		GroupConfiguration configuration = replica.configuration();
		List<Integer> holders = agreeing(configuration, (watched) -> watched.replica().holdsDurably(commit, term));
		this.violations.check(configuration != null && ConfigurationHistory.decides(configuration, holders),
				"Commit: node %d commits entry %d of term %d, which is durable on %s only in %s", replica.nodeId(),
				commit, term, holders, configuration);
		while (this.history.committedIndex() < commit) {
			this.history.committed(inspected.termAt(this.history.committedIndex() + 1), replica.term());
		}
	}

	/**
	 * The group runs on a node from now on, where it was added at runtime.
	 * @param node the node
	 */
	public void begins(SimulatedNode node) {
		GroupInspection replica = node.inspect(this.group.name());
		if (replica != null) {
			watched(node, replica.replica()).started(replica);
			this.seenActivity = UNKNOWN;
		}
		else {
			this.failures.notStarted(node);
		}
	}

	/**
	 * A node does not host the group any more. What its replica has said and held still
	 * counts.
	 * @param node the node
	 */
	public void left(SimulatedNode node) {
		Watched watched = this.current[node.nodeId()];
		if (watched != null) {
			watched.ended();
			this.current[node.nodeId()] = null;
		}
	}

	/** No node hosts the group any more; another may get its name. */
	public void end() {
		this.cluster.nodes().forEach(this::left);
		this.over = true;
	}

	private Watched watched(SimulatedNode node, UUID uuid) {
		Watched before = this.current[node.nodeId()];
		Watched now = this.replicas.computeIfAbsent(uuid, (unknown) -> Watched.of(node, this.group, this.history,
				this.configurations, this.violations, this.coverage));
		boolean other = before != null && before != now;
		this.violations.check(!other || this.wiped.contains(node.nodeId()),
				"Node %d restarts as another replica %s, though its disk is the same", node.nodeId(), uuid);
		if (other) {
			this.coverage.add("replicas replaced", 1);
		}
		this.wiped.remove(node.nodeId());
		this.current[node.nodeId()] = now;
		return now;
	}

	/** What begins and ends. */
	private final class Starts implements SimulatedCluster.NodeListener {

		@Override
		public void started(SimulatedNode node) {
			if (!GroupInvariants.this.over && node.hosts(GroupInvariants.this.group.name())) {
				begins(node);
			}
			else {
				left(node);
			}
		}

		@Override
		public void wiped(SimulatedNode node) {
			GroupInvariants.this.wiped.add(node.nodeId());
		}

		@Override
		public void refill(SimulatedNode node, String group, RefillStage stage) {
			Watched watched = GroupInvariants.this.current[node.nodeId()];
			if (watched != null && group.equals(GroupInvariants.this.group.name())) {
				watched.replica().refill().has(stage);
				if (stage == RefillStage.BEGUN) {
					started(node);
				}
			}
		}

		@Override
		public void ended(SimulatedNode node) {
			Watched watched = GroupInvariants.this.current[node.nodeId()];
			if (watched != null) {
				watched.ended();
			}
		}

		@Override
		public void failed(SimulatedNode node, String source, Throwable failure) {
			GroupInvariants.this.violations.check(false, "On node %d an exception escaped from a %s: %s", node.nodeId(),
					source, failure);
		}

	}

}
