package io.dongting.raft.core.propose;

import java.util.concurrent.atomic.AtomicLong;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.meter.GroupMeters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what a node has accepted and not yet answered, in count and bytes, and has what
 * fails or is refused counted. Thread-safe.
 */
final class FlowControl {

	private static final Logger log = LoggerFactory.getLogger(FlowControl.class);

	private final RaftGroupOptions options;

	private final GroupMeters meters;

	private final StateMachine stateMachine;

	private final AtomicLong tasks = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	FlowControl(RaftGroupOptions options, GroupMeters meters, StateMachine stateMachine) {
		this.options = options;
		this.meters = meters;
		this.stateMachine = stateMachine;
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

	/**
	 * A command that was submitted on this node has failed.
	 * @param cause what its submitter is told
	 */
	void failed(RaftException cause) {
		if (cause instanceof NotExecutedException refusal) {
			this.meters.proposalNotExecuted(refusal.reason());
		}
		else {
			this.meters.proposalUnknown();
		}
	}

	/**
	 * A command that was submitted on this node has got its result: count it, if that
	 * means it was refused.
	 * @param index where the command stands in the log
	 * @param result what the state machine returned
	 * @return whether it was refused
	 */
	boolean countRefusal(long index, byte[] result) {
		try {
			NotExecutedException.@Nullable Reason reason = this.stateMachine.refusal(result);
			if (reason != null) {
				this.meters.proposalNotExecuted(reason);
			}
			return reason != null;
		}
		catch (RuntimeException | Error ex) {
			log.error("The state machine failed on whether the command at {} was refused", index, ex);
			return false;
		}
	}

	GroupStatus.Pending pending() {
		return new GroupStatus.Pending((int) this.tasks.get(), this.bytes.get());
	}

}
