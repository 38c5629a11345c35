package io.dongting.raft.core.snapshot;

import java.time.Duration;

import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.log.RaftLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes note of entries that an operator does not want to be kept for slow nodes.
 */
public final class LogMarks {

	private static final Logger log = LoggerFactory.getLogger(LogMarks.class);

	private final GroupContext context;

	private final RaftLog raftLog;

	private final SnapshotShelf shelf;

	public LogMarks(GroupContext context, RaftLog raftLog, SnapshotShelf shelf) {
		this.context = context;
		this.raftLog = raftLog;
		this.shelf = shelf;
	}

	/**
	 * Let go of what stands before an entry.
	 * @param index the entry
	 * @param delay when
	 */
	public void byIndex(long index, Duration delay) {
		this.context.fibers().schedule(delay.toNanos(), () -> this.shelf.mark(index));
	}

	/**
	 * Let go of what is older than a time.
	 * @param timestampMillis the time, in milliseconds since the epoch
	 * @param delay when
	 */
	public void byTimestamp(long timestampMillis, Duration delay) {
		this.context.fibers().schedule(delay.toNanos(), () -> find(timestampMillis));
	}

	private void find(long timestampMillis) {
		this.raftLog.firstIndexSince(timestampMillis).whenComplete((index, failure) -> {
			if (index != null) {
				this.shelf.mark(index);
			}
			else {
				log.error("{}: the log could not be searched for entries before {}", this.context, timestampMillis,
						failure);
			}
		});
	}

}
