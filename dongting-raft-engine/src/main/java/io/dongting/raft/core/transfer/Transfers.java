package io.dongting.raft.core.transfer;

import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.election.VoteManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.LinearTaskRunner;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.replicate.ReplicateManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Outsider;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;

/**
 * The parts of this package, put together.
 */
public final class Transfers {

	private final LeadershipTransfer transfer;

	private final TransferCalls calls;

	private final Resignation resignation;

	private final LowDiskRetreat lowDisk;

	private final TransferReqHandler reqHandler;

	private final TimeoutNowReqHandler timeoutNowReqHandler;

	/**
	 * Put them together.
	 * @param context where the group runs
	 * @param ballot the term of this node
	 * @param roles whether it leads
	 * @param members who may lead
	 * @param raftLog the log
	 * @param commits how far it is committed
	 * @param outsider whether this node is part of the group
	 * @param peers how far the others are
	 * @param runner holds commands back
	 * @param authority has the lease
	 * @param replication steps down if nobody takes over
	 * @param elections campaigns when this node is told to take over
	 * @param envelopes addresses messages
	 * @param links carry them
	 */
	public Transfers(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members, RaftLog raftLog,
			CommitManager commits, Outsider outsider, Peers peers, LinearTaskRunner runner, LeaderAuthority authority,
			ReplicateManager replication, VoteManager elections, Envelopes envelopes, PeerLinks links) {
		TransferTargets targets = new TransferTargets(context, members, peers, links);
		this.transfer = new LeadershipTransfer(context, roles, members, raftLog, commits, peers, envelopes, links,
				targets, runner, authority);
		this.calls = new TransferCalls(context, ballot, roles, outsider, this.transfer, envelopes, links);
		this.resignation = new Resignation(context, roles, this.transfer, replication);
		this.lowDisk = new LowDiskRetreat(context, roles, targets, this.transfer);
		this.reqHandler = new TransferReqHandler(context, this.transfer, envelopes);
		this.timeoutNowReqHandler = new TimeoutNowReqHandler(context, ballot, roles, raftLog, elections);
	}

	public TransferCalls calls() {
		return this.calls;
	}

	public TransferReqHandler reqHandler() {
		return this.reqHandler;
	}

	public TimeoutNowReqHandler timeoutNowReqHandler() {
		return this.timeoutNowReqHandler;
	}

	/**
	 * Return whether leadership is just being handed over, so that nothing else of that
	 * size should begin.
	 * @return whether it is
	 */
	public boolean isUnderWay() {
		return this.transfer.isUnderWay();
	}

	/**
	 * Return whether leadership stays where it is, and nobody wants it elsewhere.
	 * @return whether there is nothing to go on with
	 */
	public boolean isIdle() {
		return !isUnderWay() && this.calls.isIdle();
	}

	/**
	 * This node leads, but is no member any more: make room for one that is, at the end
	 * of each round until that is done (R23).
	 * @param index the configuration without this node, which is committed
	 */
	public void resign(long index) {
		this.resignation.goOn(index);
	}

	/**
	 * At the end of a round: see whether whoever is to take over has caught up, or
	 * whether another should lead since the disk of this node is low.
	 */
	public void flush() {
		this.lowDisk.look();
		this.transfer.flush();
	}

	/**
	 * Take nothing more, and answer all that wait.
	 * @param reason why, a sentence for people
	 */
	public void close(String reason) {
		this.transfer.close(reason);
		this.calls.close(reason);
	}

}
