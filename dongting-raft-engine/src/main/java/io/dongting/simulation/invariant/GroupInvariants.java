package io.dongting.simulation.invariant;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.transport.Message;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.ReplicaWatch.Change;

/**
 * Checks one group of a cluster after every step: one leader a term; one vote a term,
 * durable when it is sent; terms and commit indexes never go back; logs match; leaders
 * have all that is committed and never cut their own log; what is committed or taken for
 * durable stays so over crashes; all replicas apply the same; nobody is elected while
 * another still trusts its lease; commands and reads do what their clients are told.
 *
 * <p>
 * A violation is thrown out of the step that shows it. Configurations are taken to be
 * those the group begins with.
 */
public final class GroupInvariants {

	private final RaftGroupConfig group;

	private final Violations violations = new Violations();

	private final Coverage coverage;

	private final EntryHistory history = new EntryHistory(this.violations);

	private final SimulatedCluster cluster;

	private final Map<Integer, ReplicaWatch> replicas = new TreeMap<>();

	/** What replicas held before their disks were replaced, which others counted on. */
	private final Map<Integer, ReplicaWatch> lost = new TreeMap<>();

	/** The same as {@link #replicas}, for a walk at every step. */
	private final ReplicaWatch[] all;

	/** By node id. */
	private final SaidWatch[] said;

	private final Map<Long, Integer> leaders = new TreeMap<>();

	private final CommandWatch commands = new CommandWatch(this.violations);

	private final AppliedHistory applied = new AppliedHistory(this.history, this.commands, this.violations);

	/** The highest term that ever had a leader, and who that was. */
	private long latestTerm;

	private int latestLeader;

	private boolean leasesHold = true;

	/** Whether a node's storage may fail, at its start or later. */
	private Predicate<SimulatedNode> mayFail = (node) -> false;

	private Predicate<SimulatedNode> mayNotApply = (node) -> false;

	private GroupInvariants(SimulatedCluster cluster, RaftGroupConfig group, Coverage coverage) {
		this.cluster = cluster;
		this.coverage = coverage;
		this.group = group;
		this.said = new SaidWatch[cluster.nodes().size() + 1];
		for (SimulatedNode node : cluster.nodes()) {
			this.replicas.put(node.nodeId(), newWatch(node));
			this.said[node.nodeId()] = new SaidWatch(node, group, this.violations);
		}
		this.all = this.replicas.values().toArray(ReplicaWatch[]::new);
	}

	private ReplicaWatch newWatch(SimulatedNode node) {
		return new ReplicaWatch(node, this.group.name(), this.history, this.violations, this.coverage);
	}

	/**
	 * Watch a group from now on.
	 * @param cluster the cluster, with no node running yet
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
		this.mayFail = allowed;
	}

	/**
	 * Let state machines fail on nodes where they were made to.
	 * @param allowed which nodes are excused
	 */
	public void allowApplyFailures(Predicate<SimulatedNode> allowed) {
		this.mayNotApply = allowed;
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
	 * Return how far any replica has found the log to be committed.
	 * @return the index
	 */
	public long committedIndex() {
		return this.history.committedIndex();
	}

	/**
	 * Check everything that may have changed. Called after each step.
	 */
	public void check() {
		for (ReplicaWatch replica : this.all) {
			if (replica.mayHaveChanged()) {
				check(replica);
			}
		}
		this.violations.rethrow();
	}

	private void check(ReplicaWatch replica) {
		Change change = replica.afterStep();
		if (replica.failure() != null) {
			failed(replica);
		}
		if (change == Change.ELECTED) {
			elected(replica);
		}
		checkLease(replica);
		if (change != Change.NONE) {
			committed(replica);
		}
	}

	private void failed(ReplicaWatch replica) {
		SimulatedNode node = this.cluster.node(replica.nodeId());
		boolean excused = (replica.failure() == Condition.STORAGE_FAILED && this.mayFail.test(node))
				|| (replica.failure() == Condition.APPLY_FAILED && this.mayNotApply.test(node));
		if (!excused) {
			this.violations.check(false, "The group fails on node %d: %s", replica.nodeId(),
					status(replica.nodeId()).detail());
		}
	}

	private GroupStatus status(int nodeId) {
		return this.cluster.group(nodeId, this.group.name()).status();
	}

	private void sent(int from, int to, Message message) {
		if (message.envelope().groupId() == this.group.groupId()) {
			this.said[from].sent(to, message, this.said[to]);
		}
	}

	private void elected(ReplicaWatch leader) {
		this.coverage.add("leaders", 1);
		this.violations.check(this.group.members().contains(leader.nodeId()), "Node %d leads term %d without a vote",
				leader.nodeId(), leader.term());
		GroupInspection replica = leader.replica();
		boolean founder = leader.nodeId() == this.group.members().first();
		this.violations.check(!founder || replica == null || replica.durableIndex() > 0,
				"Founding: node %d leads term %d, but not even its first entry is durable", leader.nodeId(),
				leader.term());
		Integer before = this.leaders.putIfAbsent(leader.term(), leader.nodeId());
		this.violations.check(before == null || before == leader.nodeId(),
				"Election safety: nodes %d and %d both lead term %d", before, leader.nodeId(), leader.term());
		SortedSet<Integer> voters = this.group.members();
		long votes = voters.stream()
			.filter((voter) -> this.said[voter].votedFor(leader.nodeId(), leader.term()))
			.count();
		this.violations.check(votes > voters.size() / 2,
				"Election: node %d leads term %d with %d votes of the voters %s", leader.nodeId(), leader.term(), votes,
				voters);
		checkComplete(leader);
		if (leader.term() > this.latestTerm) {
			this.latestTerm = leader.term();
			this.latestLeader = leader.nodeId();
		}
		this.replicas.values().forEach(this::checkLease);
	}

	/**
	 * A leader has what was committed under all leaders before it (Raft paper 5.4.3). One
	 * whose votes came late may find itself behind a later leader; it cannot commit.
	 */
	private void checkComplete(ReplicaWatch leader) {
		GroupInspection replica = leader.replica();
		for (long index = this.history.committedIndex(); index > 0; index--) {
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
		SortedSet<Integer> voters = this.group.members();
		if (commit - this.history.committedIndex() > 1) {
			this.coverage.add("commits of several entries", 1);
		}
		long holders = voters.stream().filter((voter) -> holdsDurably(voter, commit, term)).count();
		this.violations.check(holders > voters.size() / 2,
				"Commit: node %d commits entry %d of term %d, which is durable on %d of the voters %s only",
				replica.nodeId(), commit, term, holders, voters);
		while (this.history.committedIndex() < commit) {
			this.history.committed(inspected.termAt(this.history.committedIndex() + 1), replica.term());
		}
	}

	private boolean holdsDurably(int voter, long index, long term) {
		ReplicaWatch replica = this.replicas.get(voter);
		ReplicaWatch lost = this.lost.get(voter);
		return (replica != null && replica.holdsDurably(index, term))
				|| (lost != null && lost.holdsDurably(index, term));
	}

	/** What begins and ends. */
	private final class Starts implements SimulatedCluster.NodeListener {

		@Override
		public void started(SimulatedNode node) {
			GroupInspection replica = node.inspect(GroupInvariants.this.group.name());
			if (replica != null) {
				replica(node).started(replica);
				GroupInvariants.this.said[node.nodeId()].started(replica);
			}
			else {
				GroupInvariants.this.violations.check(GroupInvariants.this.mayFail.test(node),
						"Node %d cannot start the group: %s", node.nodeId(), status(node.nodeId()).detail());
			}
		}

		@Override
		public void ended(SimulatedNode node) {
			replica(node).ended();
			GroupInvariants.this.said[node.nodeId()].ended();
		}

		@Override
		public void wiped(SimulatedNode node) {
			GroupInvariants outer = GroupInvariants.this;
			ReplicaWatch gone = replica(node);
			ReplicaWatch empty = outer.newWatch(node);
			outer.lost.putIfAbsent(node.nodeId(), gone);
			outer.replicas.put(node.nodeId(), empty);
			outer.all[List.of(outer.all).indexOf(gone)] = empty;
			outer.said[node.nodeId()].wiped();
		}

		private ReplicaWatch replica(SimulatedNode node) {
			return Objects.requireNonNull(GroupInvariants.this.replicas.get(node.nodeId()));
		}

		@Override
		public void failed(SimulatedNode node, String source, Throwable failure) {
			GroupInvariants.this.violations.check(false, "On node %d an exception escaped from a %s: %s", node.nodeId(),
					source, failure);
		}

	}

}
