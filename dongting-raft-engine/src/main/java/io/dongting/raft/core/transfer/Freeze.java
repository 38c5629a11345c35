package io.dongting.raft.core.transfer;

import java.nio.ByteBuffer;

import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.propose.LinearTaskRunner;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.EntryType;

/**
 * The moment in which the log of the leader does not grow, so that another can have all
 * of it. There is no lease meanwhile (R17).
 */
final class Freeze implements RoleListener {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

	private static final long NONE = -1;

	private final RoleManager roles;

	private final LinearTaskRunner runner;

	private final LeaderAuthority authority;

	/** There may be a lease again when this index has committed. */
	private long leaseIndex = NONE;

	Freeze(RoleManager roles, CommitManager commits, LinearTaskRunner runner, LeaderAuthority authority) {
		this.roles = roles;
		this.runner = runner;
		this.authority = authority;
		commits.onCommit(this::committed);
	}

	/** Commands wait from now on, and reads do without a lease. */
	void begin() {
		this.leaseIndex = NONE;
		this.runner.hold();
		this.authority.suspendLease();
	}

	/**
	 * Go on, if this node still leads. Whoever was asked to take over and heeds it only
	 * now lacks the entry that is appended here: when a majority has it, it can no longer
	 * be elected against what was promised (R17, R24).
	 */
	void end() {
		if (this.roles.isLeader() && this.runner.isHeld()) {
			this.runner.release();
			this.leaseIndex = this.runner.append(EntryType.NO_OP, EMPTY);
		}
	}

	private void committed(long commitIndex) {
		if (this.leaseIndex != NONE && commitIndex >= this.leaseIndex) {
			this.leaseIndex = NONE;
			this.authority.resumeLease();
		}
	}

	/** The next term begins with a lease of its own. */
	@Override
	public void leadershipEnded() {
		this.leaseIndex = NONE;
	}

}
