package io.dongting.raft.core.propose;

import java.util.concurrent.atomic.AtomicLong;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroupOptions;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a node has accepted and not yet answered, in count and bytes. Thread-safe.
 */
final class FlowControl {

	private final RaftGroupOptions options;

	private final AtomicLong tasks = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	FlowControl(RaftGroupOptions options) {
		this.options = options;
	}

	/**
	 * Take room for a command.
	 * @param sizeBytes its size
	 * @return {@code null} if there is room, else the refusal
	 */
	@Nullable NotExecutedException acquire(int sizeBytes) {
		if (sizeBytes > this.options.maxEntryBytes()) {
			return new NotExecutedException(NotExecutedException.Reason.TOO_LARGE,
					"A command of " + sizeBytes + " bytes is larger than the " + this.options.maxEntryBytes()
							+ " bytes that 'maxEntryBytes' allows");
		}
		if (this.tasks.incrementAndGet() > this.options.maxPendingTasks()) {
			this.tasks.decrementAndGet();
			return new NotExecutedException(NotExecutedException.Reason.OVERLOADED,
					this.options.maxPendingTasks() + " commands are waiting, as many as 'maxPendingTasks' allows");
		}
		if (this.bytes.addAndGet(sizeBytes) > this.options.maxPendingBytes()) {
			release(sizeBytes);
			return new NotExecutedException(NotExecutedException.Reason.OVERLOADED, "Commands of "
					+ this.options.maxPendingBytes() + " bytes are waiting, as many as 'maxPendingBytes' allows");
		}
		return null;
	}

	void release(int sizeBytes) {
		this.tasks.decrementAndGet();
		this.bytes.addAndGet(-sizeBytes);
	}

	GroupStatus.Pending pending() {
		return new GroupStatus.Pending((int) this.tasks.get(), this.bytes.get());
	}

}
