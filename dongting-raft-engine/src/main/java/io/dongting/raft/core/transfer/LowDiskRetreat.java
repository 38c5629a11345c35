package io.dongting.raft.core.transfer;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leader whose disk is low hands over to a voter whose disk has more room (R29), and
 * leads on where there is none. Nothing goes round in circles: whoever gets the office
 * has said that it has more room, and what it says has hysteresis. Attempts that fail
 * hold commands up for a moment each, so they become rare.
 */
final class LowDiskRetreat {

	private static final Logger log = LoggerFactory.getLogger(LowDiskRetreat.class);

	/** By then all others have seen how it is with their disks, too. */
	private static final int FIRST_WAIT_TIMEOUTS = 2;

	private static final int LONGEST_WAIT_TIMEOUTS = 128;

	private final GroupContext context;

	private final RoleManager roles;

	private final TransferTargets targets;

	private final LeadershipTransfer transfer;

	/** Whether this node leads with a disk that is low. */
	private boolean wanted;

	private long nextNanos;

	private int waitTimeouts;

	LowDiskRetreat(GroupContext context, RoleManager roles, TransferTargets targets, LeadershipTransfer transfer) {
		this.context = context;
		this.roles = roles;
		this.targets = targets;
		this.transfer = transfer;
	}

	/**
	 * At the end of a round: as long as the disk is low there is one with each heartbeat
	 * at the latest.
	 */
	void look() {
		DiskSpace own = this.context.diskSpace().get();
		if (!this.roles.isLeader() || own == DiskSpace.AMPLE) {
			this.wanted = false;
			return;
		}
		long nowNanos = this.context.nanoTime();
		if (!this.wanted) {
			this.wanted = true;
			this.waitTimeouts = FIRST_WAIT_TIMEOUTS;
			this.nextNanos = nowNanos + timeouts(FIRST_WAIT_TIMEOUTS);
		}
		if (this.nextNanos - nowNanos <= 0 && !this.transfer.isUnderWay()) {
			tryNow(own, nowNanos);
		}
	}

	private void tryNow(DiskSpace own, long nowNanos) {
		int target = this.targets.withMoreRoomThan(own);
		if (target == TransferTargets.BEST || this.targets.refusalOf(target) != null) {
			this.nextNanos = nowNanos + timeouts(1);
			return;
		}
		log.warn("{}: the disk of this node is {}, so node {} is to lead", this.context, own, target);
		this.waitTimeouts = Math.min(2 * this.waitTimeouts, LONGEST_WAIT_TIMEOUTS);
		this.nextNanos = nowNanos + timeouts(this.waitTimeouts);
		this.transfer.begin(target, nowNanos + timeouts(1), (outcome) -> {
			// what comes of it is logged, and seen the next time
		});
	}

	private long timeouts(int count) {
		return count * this.context.options().electionTimeout().toNanos();
	}

}
