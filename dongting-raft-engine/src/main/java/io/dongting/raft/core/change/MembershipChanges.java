package io.dongting.raft.core.change;

import java.util.SortedMap;

import io.dongting.raft.HostPort;
import io.dongting.raft.core.commit.CommitManager;
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
import io.dongting.raft.core.transfer.Transfers;
import io.dongting.raft.log.RaftLog;

/**
 * The parts of this package, put together.
 */
public final class MembershipChanges {

	private final ChangeManager manager;

	private final ChangeDesk desk;

	private final MembershipReqHandler handler;

	/**
	 * Put them together.
	 * @param context where the group runs
	 * @param ballot the term and replica of this node
	 * @param roles whether this node leads
	 * @param members the configuration in force
	 * @param raftLog the log
	 * @param commits how far it is committed
	 * @param outsider whether this node is part of the group
	 * @param runner appends entries
	 * @param peers how far the others are
	 * @param authority whether a majority answers
	 * @param replication asks before it steps down
	 * @param transfers hand over when this node is not a member any more
	 * @param envelopes addresses messages
	 * @param links carry them
	 * @param addresses where nodes are reached
	 */
	public MembershipChanges(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members,
			RaftLog raftLog, CommitManager commits, Outsider outsider, LinearTaskRunner runner, Peers peers,
			LeaderAuthority authority, ReplicateManager replication, Transfers transfers, Envelopes envelopes,
			PeerLinks links, SortedMap<Integer, HostPort> addresses) {
		this.manager = new ChangeManager(context, ballot, roles, members, authority,
				new ConfigurationWriter(context, ballot, members, commits, raftLog, runner),
				new ChangeStart(context, envelopes, links, peers, commits, transfers, addresses),
				() -> transfers.resign(members.inForceIndex()));
		this.desk = new ChangeDesk(context, roles, outsider, this.manager, envelopes, links);
		this.handler = new MembershipReqHandler(context, ballot, this.manager, envelopes);
		replication.onQuorumLoss(this.manager::takeBack);
		commits.onCommit((index) -> this.manager.committed());
	}

	public ChangeManager manager() {
		return this.manager;
	}

	public ChangeDesk desk() {
		return this.desk;
	}

	public MembershipReqHandler handler() {
		return this.handler;
	}

	/**
	 * Return whether nobody wants the membership changed.
	 * @return whether there is nothing to go on with
	 */
	public boolean isIdle() {
		return this.desk.isIdle() && this.manager.isIdle();
	}

	/** At the end of a round. */
	public void flush() {
		this.desk.flush();
		this.manager.flush();
	}

}
