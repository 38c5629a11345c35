package io.dongting.raft.core.transfer;

import io.dongting.raft.TransferOutcome;
import io.dongting.raft.core.replicate.ReplicateManager;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import org.jspecify.annotations.Nullable;

/**
 * A leader that is no member any more makes room (R23): it hands over to the best of the
 * voters, as often as it takes, and steps down if none has taken over within an election
 * timeout.
 */
final class Resignation implements RoleListener {

	private static final long NOT_BEGUN = 0;

	private final GroupContext context;

	private final LeadershipTransfer transfer;

	private final ReplicateManager replication;

	/** The configuration that leaves this node out. */
	private long removedAtIndex = NOT_BEGUN;

	private long deadlineNanos;

	private String obstacle = "";

	Resignation(GroupContext context, RoleManager roles, LeadershipTransfer transfer, ReplicateManager replication) {
		this.context = context;
		this.transfer = transfer;
		this.replication = replication;
		roles.addListener(this);
	}

	/**
	 * At the end of a round, as the leader: go on making room. A transfer that gets
	 * nowhere ends with the leadership, not before it: commands that it holds back then
	 * go to the next leader.
	 * @param index the configuration that leaves this node out, which is committed
	 */
	void goOn(long index) {
		if (this.removedAtIndex != index) {
			begin(index);
		}
		if (!this.transfer.isUnderWay()) {
			this.transfer.begin(TransferTargets.BEST, this.deadlineNanos + timeoutNanos(), this::failed);
		}
	}

	/** Whoever is to take over has to know that the removal is committed. */
	private void begin(long index) {
		this.removedAtIndex = index;
		this.deadlineNanos = this.context.nanoTime() + timeoutNanos();
		this.obstacle = "";
		this.replication.heartbeatAll();
		this.context.fibers().schedule(timeoutNanos(), () -> giveUp(index));
	}

	private void giveUp(long index) {
		if (this.removedAtIndex == index && this.deadlineNanos - this.context.nanoTime() <= 0) {
			this.replication.stepDown("it is no longer a member, and nobody took over in time. " + this.obstacle);
		}
	}

	private long timeoutNanos() {
		return this.context.options().electionTimeout().toNanos();
	}

	private void failed(@Nullable TransferOutcome outcome) {
		if (outcome != null) {
			this.obstacle = outcome.message();
		}
	}

	@Override
	public void leadershipEnded() {
		this.removedAtIndex = NOT_BEGUN;
	}

}
