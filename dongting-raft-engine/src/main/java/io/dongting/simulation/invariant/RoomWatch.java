package io.dongting.simulation.invariant;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import io.dongting.raft.log.EntryType;
import io.dongting.simulation.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * One replica and the room on its disk: a leader that has none left appends what the
 * protocol needs, but no commands (R29).
 */
final class RoomWatch {

	private final int nodeId;

	private final Violations violations;

	private final Coverage coverage;

	private DiskSpace space = DiskSpace.AMPLE;

	/** Whether the replica led without room after the last step. */
	private boolean refusing;

	private long term;

	private long lastIndex;

	RoomWatch(int nodeId, Violations violations, Coverage coverage) {
		this.nodeId = nodeId;
		this.violations = violations;
		this.coverage = coverage;
	}

	void ended() {
		this.space = DiskSpace.AMPLE;
		this.refusing = false;
	}

	/**
	 * Compare with the step before.
	 * @param now the replica, {@code null} while its process does not run
	 */
	void afterStep(@Nullable GroupInspection now) {
		if (now == null) {
			return;
		}
		DiskSpace seen = now.diskSpace();
		if (seen != this.space) {
			this.coverage.add("disks that are " + seen, 1);
			this.space = seen;
		}
		boolean refuses = seen == DiskSpace.EXHAUSTED && now.leads();
		if (refuses && this.refusing && now.term() == this.term) {
			checkAppended(now);
		}
		this.refusing = refuses;
		this.term = now.term();
		this.lastIndex = now.lastIndex();
	}

	private void checkAppended(GroupInspection now) {
		long index = this.lastIndex + 1;
		while (index <= now.lastIndex()) {
			EntryBatch batch = now.cached(index);
			if (batch == null) {
				return;
			}
			for (EntryCursor entry = batch.cursor(); entry.next();) {
				this.violations.check(entry.type() != EntryType.NORMAL,
						"Room: node %d has no room on its disk and appends command %d of term %d", this.nodeId,
						entry.index(), this.term);
			}
			index = batch.lastIndex() + 1;
		}
	}

}
