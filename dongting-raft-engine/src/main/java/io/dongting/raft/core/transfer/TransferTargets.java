package io.dongting.raft.core.transfer;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.PeerLinks;
import org.jspecify.annotations.Nullable;

/**
 * Who may take over, as the leader sees it.
 */
final class TransferTargets {

	/** Stands for the follower that is best prepared. */
	static final int BEST = 0;

	private final GroupContext context;

	private final MemberManager members;

	private final Peers peers;

	private final PeerLinks links;

	TransferTargets(GroupContext context, MemberManager members, Peers peers, PeerLinks links) {
		this.context = context;
		this.members = members;
		this.peers = peers;
		this.links = links;
	}

	/**
	 * Return why nobody, or a certain node, cannot take over now.
	 * @param target the node, or {@link #BEST} for any
	 * @return the refusal, {@code null} if there is no reason against it, or none yet
	 */
	@Nullable TransferOutcome refusalOf(int target) {
		GroupConfiguration configuration = this.members.inForce();
		if (target == this.context.nodeId()) {
			return outcome(Result.ALREADY_LEADER, "Node " + target + " leads already");
		}
		if (configuration == null || !configuration.preparedMembers().isEmpty()) {
			return outcome(Result.CONFIG_CHANGE_IN_PROGRESS,
					"The membership is being changed, wait until that is done");
		}
		if (target == BEST) {
			return (best() != BEST || isAwaited(BEST)) ? null : unreachable(BEST);
		}
		if (!configuration.isVoter(target)) {
			return outcome(Result.NOT_VOTER,
					"Node " + target + " is none of the voters " + configuration.members() + ", so it cannot lead");
		}
		return (isReachable(target) || isAwaited(target)) ? null : unreachable(target);
	}

	/**
	 * Return whether it is not known yet if a node, or any, can take over: a new leader
	 * has heard of none of them, and has asked a moment ago.
	 * @param target the node, or {@link #BEST} for any
	 * @return whether an answer is worth waiting for
	 */
	boolean isAwaited(int target) {
		if (target != BEST) {
			return this.links.isOpen(target) && this.peers.mayAnswerYet(target);
		}
		return best() == BEST && IntStream.of(this.members.quorum().voters()).anyMatch(this::isAwaited);
	}

	/**
	 * Return who takes over.
	 * @param target the node that is wanted, or {@link #BEST} for any
	 * @return that node, or the best, {@link #BEST} if it is not in contact
	 */
	int choose(int target) {
		int chosen = (target != BEST) ? target : best();
		return (chosen != BEST && isReachable(chosen)) ? chosen : BEST;
	}

	/**
	 * Return the voter in contact that has most of the log.
	 * @return its node id, {@link #BEST} if there is none
	 */
	int best() {
		return bestOf((voter) -> true);
	}

	/**
	 * Return the voter that is to lead in the place of one whose disk is low: of those
	 * that keep up and have ample room that which has most of the log; where this node
	 * has none left at all, one with little will do.
	 * @param own how much room there is here
	 * @return its node id, {@link #BEST} if there is none
	 */
	int withMoreRoomThan(DiskSpace own) {
		int ample = bestOf((voter) -> keepsUpWith(DiskSpace.AMPLE, voter));
		return (ample == BEST && own == DiskSpace.EXHAUSTED) ? bestOf((voter) -> keepsUpWith(DiskSpace.LOW, voter))
				: ample;
	}

	private boolean keepsUpWith(DiskSpace space, int voter) {
		return this.peers.diskSpace(voter) == space
				&& this.peers.keepsUp(voter, this.context.options().electionTimeout().toNanos() / 2);
	}

	private int bestOf(IntPredicate eligible) {
		int best = BEST;
		for (int voter : this.members.quorum().voters()) {
			boolean better = best == BEST || this.peers.durableMatch(voter) > this.peers.durableMatch(best);
			if (voter != this.context.nodeId() && isReachable(voter) && eligible.test(voter) && better) {
				best = voter;
			}
		}
		return best;
	}

	private boolean isReachable(int nodeId) {
		return this.links.isOpen(nodeId) && this.peers.isInContact(nodeId);
	}

	TransferOutcome unreachable(int target) {
		return outcome(Result.UNREACHABLE, "The leader is not connected with " + ((target != BEST) ? "node " + target
				: "any other of the voters " + Arrays.toString(this.members.quorum().voters())));
	}

	/** This node still leads. */
	TransferOutcome outcome(Result result, String message) {
		return new TransferOutcome(result, this.context.nodeId(), message);
	}

}
