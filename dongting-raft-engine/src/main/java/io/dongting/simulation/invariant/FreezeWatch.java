package io.dongting.simulation.invariant;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * One replica that hands leadership over: while commands wait nothing is appended, there
 * is no lease, and it is not for longer than an election timeout; afterwards there is no
 * lease before a further entry has committed (R17, R24).
 */
final class FreezeWatch {

	private static final long NONE = -1;

	private static final long SLACK_NANOS = 50_000_000;

	private final SimulatedNode node;

	private final int nodeId;

	private final long mostNanos;

	private final long heartbeatNanos;

	private final Violations violations;

	private final Coverage coverage;

	private boolean held;

	private long term;

	/** The last index before the freeze, as long as there may be no lease for it. */
	private long frozenIndex = NONE;

	private long lookedNanos;

	/**
	 * How long the freeze lasts already by the clock of the node, without times in which
	 * the process stood still.
	 */
	private long heldNanos;

	FreezeWatch(SimulatedNode node, RaftGroupOptions options, Violations violations, Coverage coverage) {
		this.node = node;
		this.nodeId = node.nodeId();
		this.mostNanos = options.electionTimeout().toNanos() + SLACK_NANOS;
		this.heartbeatNanos = options.heartbeatInterval().toNanos() + SLACK_NANOS;
		this.violations = violations;
		this.coverage = coverage;
	}

	void ended() {
		this.held = false;
		this.frozenIndex = NONE;
	}

	/**
	 * Compare with the step before.
	 * @param now the replica, {@code null} while its process does not run
	 */
	void afterStep(@Nullable GroupInspection now) {
		if (now != null) {
			compare(now);
		}
	}

	private void compare(GroupInspection now) {
		boolean sameTerm = now.leads() && now.term() == this.term;
		boolean holds = now.leads() && now.holdsCommands();
		if (this.held && !(sameTerm && holds)) {
			this.held = false;
			this.coverage.add(sameTerm ? "freezes in vain" : "freezes that ended with the term", 1);
		}
		if (!sameTerm) {
			this.frozenIndex = NONE;
		}
		if (holds && !this.held) {
			begin(now);
		}
		if (this.held) {
			check(now);
		}
		if (this.frozenIndex != NONE) {
			checkLease(now);
		}
	}

	private void begin(GroupInspection now) {
		this.held = true;
		this.term = now.term();
		this.frozenIndex = now.lastIndex();
		this.lookedNanos = this.node.clock().nanoTime();
		this.heldNanos = 0;
		this.coverage.add("freezes", 1);
		if (now.condition() == Condition.NOT_IN_CONFIG) {
			this.coverage.add("removed leaders that hand over", 1);
		}
		if (now.diskSpace() != DiskSpace.AMPLE) {
			this.coverage.add("leaders that hand over for want of room", 1);
		}
	}

	private void check(GroupInspection now) {
		this.violations.check(now.lastIndex() == this.frozenIndex,
				"Transfer: node %d hands over term %d at entry %d and appends entry %d meanwhile", this.nodeId,
				this.term, this.frozenIndex, now.lastIndex());
		long nowNanos = this.node.clock().nanoTime();
		if (nowNanos == this.lookedNanos) {
			return;
		}
		// What passed since the moment before it could not act on before this one
		this.violations.check(this.heldNanos <= this.mostNanos,
				"Transfer: node %d has let commands wait for %d ms in term %d", this.nodeId, this.heldNanos / 1_000_000,
				this.term);
		this.heldNanos += Math.min(nowNanos - this.lookedNanos, this.heartbeatNanos);
		this.lookedNanos = nowNanos;
	}

	private void checkLease(GroupInspection now) {
		if (!this.held && now.commitIndex() > this.frozenIndex) {
			this.frozenIndex = NONE;
			return;
		}
		this.violations.check(!now.holdsLease(),
				"Transfer: node %d trusts a lease in term %d, but may have asked another to take over at entry %d",
				this.nodeId, this.term, this.frozenIndex);
	}

}
