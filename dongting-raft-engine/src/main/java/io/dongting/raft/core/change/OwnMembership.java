package io.dongting.raft.core.change;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;

/**
 * Whether this replica is part of the group by the configurations it knows of.
 */
public final class OwnMembership {

	private final GroupContext context;

	private final Ballot ballot;

	private final MemberManager members;

	private final Health health;

	private boolean begun;

	public OwnMembership(GroupContext context, Ballot ballot, MemberManager members, CommitManager commits,
			Health health) {
		this.context = context;
		this.ballot = ballot;
		this.members = members;
		this.health = health;
		members.onChange(this::look);
		commits.onCommit((index) -> look());
	}

	/**
	 * The log is there: from now on it says whether this replica is part of the group.
	 */
	public void begin() {
		this.begun = true;
		look();
	}

	/**
	 * A replica that a configuration leaves out is needed until that is committed, since
	 * it may have to lead (R6); one that is taken in takes part at once.
	 */
	private void look() {
		GroupConfiguration configuration = this.members.inForce();
		if (!this.begun || configuration == null) {
			return;
		}
		boolean bound = this.members.isBound(this.context.nodeId(), this.ballot.replica());
		if (bound && this.health.condition() == Condition.NOT_IN_CONFIG) {
			this.health.become(Condition.RUNNING, null);
		}
		else if (!bound && this.members.inForceCommitted() && this.health.condition() == Condition.RUNNING) {
			this.health.become(Condition.NOT_IN_CONFIG, "Node " + this.context.nodeId()
					+ " is not part of the group since entry " + this.members.inForceIndex() + ".");
		}
	}

}
