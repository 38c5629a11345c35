package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.MembershipView;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to the group when nothing goes wrong any more: nobody is stuck in a change
 * (rule R22).
 */
final class MembershipRecovery {

	private static final String GROUP = SimulationRun.GROUP;

	private final SwarmOptions options;

	private final Troubles troubles;

	private final SimulatedCluster cluster;

	private final MembershipCalls calls;

	private final MembershipView membership;

	private boolean asked;

	MembershipRecovery(SwarmOptions options, Troubles troubles, MembershipCalls calls, MembershipView membership) {
		this.options = options;
		this.troubles = troubles;
		this.cluster = troubles.cluster();
		this.calls = calls;
		this.membership = membership;
	}

	/** Return how long changes may take to come to their end by themselves. */
	Duration patience() {
		// A leader that is removed may cost an election, and so may the one that takes
		// over
		return this.options.group().electionTimeout().multipliedBy(60).plus(Duration.ofSeconds(30));
	}

	/**
	 * Return whether no change is under way. One that was prepared by hand is ended by
	 * hand; every other ends by itself.
	 */
	boolean isSettled() {
		SimulatedNode leader = leader();
		if (leader == null || !this.calls.isIdle(this.cluster.nodes())) {
			return false;
		}
		GroupStatus status = leader.group(GROUP).status();
		if (status.change() == null) {
			// Whoever is no member any more hands over (R23)
			return this.membership.isSettled() && voters().contains(leader);
		}
		boolean byHand = !status.change().automatic() && status.prepareIndex() > 0;
		if (byHand && !this.asked) {
			this.asked = true;
			this.troubles.coverage().add("changes ended by hand after all", 1);
			this.calls.commit(leader, status.prepareIndex(), (outcome) -> this.asked = false);
		}
		return false;
	}

	/** Return whether anybody has ever wanted the membership changed. */
	boolean hasAsked() {
		return !this.calls.recentGoals().isEmpty();
	}

	private @Nullable SimulatedNode leader() {
		for (SimulatedNode node : this.cluster.nodes()) {
			GroupInspection replica = node.inspect(GROUP);
			if (replica != null && replica.leads() && replica.term() == node.group(GROUP).status().term()) {
				return node;
			}
		}
		return null;
	}

	/**
	 * Return whether an earlier end is of interest: a majority is to recover alone. A
	 * leader may go on with what it was asked for though nobody waits for it any more.
	 */
	boolean isQuiet() {
		return this.membership.isSettled() && this.calls.isIdle(this.cluster.nodes())
				&& this.cluster.nodes().stream().noneMatch(MembershipRecovery::hasOpenChange);
	}

	private static boolean hasOpenChange(SimulatedNode node) {
		GroupInspection replica = node.inspect(GROUP);
		return replica != null && replica.leads() && node.group(GROUP).status().change() != null;
	}

	/** Return the nodes that belong to the group and have not lost what makes them so. */
	List<SimulatedNode> healthy() {
		return this.troubles.partOfTheGroup().stream().filter((node) -> !this.troubles.isLost(node)).toList();
	}

	/** Return the voters. */
	List<SimulatedNode> voters() {
		GroupConfiguration committed = this.membership.committed();
		return this.cluster.nodes()
			.stream()
			.filter((node) -> committed != null && committed.isVoter(node.nodeId()))
			.toList();
	}

	String describe() {
		return "configurations " + this.membership.possible();
	}

	void rethrow() {
		this.calls.rethrow();
	}

}
