package io.dongting.raft.core.propose;

import java.util.concurrent.atomic.AtomicBoolean;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command on its way, and who waits for it. May be answered from several threads, of
 * which the first wins.
 */
public final class RaftTask {

	/**
	 * The term of a command that was submitted on this node: whoever leads may run it.
	 */
	static final long SUBMITTED_HERE = -1;

	private static final Logger log = LoggerFactory.getLogger(RaftTask.class);

	private final byte[] body;

	private final long deadlineNanos;

	private final long forwardedInTerm;

	private final RaftCallback callback;

	private final FlowControl flowControl;

	private final AtomicBoolean left = new AtomicBoolean();

	private final AtomicBoolean answered = new AtomicBoolean();

	private long index;

	/**
	 * Create a task.
	 * @param body the command
	 * @param deadlineNanos when it is overdue
	 * @param forwardedInTerm if another node has passed it on, the term whose leader it
	 * took this one for; else {@link #SUBMITTED_HERE}
	 * @param callback told the outcome
	 * @param flowControl where the task has taken room
	 */
	RaftTask(byte[] body, long deadlineNanos, long forwardedInTerm, RaftCallback callback, FlowControl flowControl) {
		this.body = body;
		this.deadlineNanos = deadlineNanos;
		this.forwardedInTerm = forwardedInTerm;
		this.callback = callback;
		this.flowControl = flowControl;
	}

	/**
	 * Give back the room, once: nothing is kept of the task from now on. Not yet when its
	 * time is up, as it may still stand in the log.
	 */
	void leave() {
		if (this.left.compareAndSet(false, true)) {
			this.flowControl.release(this.body.length);
		}
	}

	byte[] body() {
		return this.body;
	}

	long deadlineNanos() {
		return this.deadlineNanos;
	}

	boolean isForwarded() {
		return this.forwardedInTerm != SUBMITTED_HERE;
	}

	long forwardedInTerm() {
		return this.forwardedInTerm;
	}

	boolean expired(long nowNanos) {
		return this.deadlineNanos - nowNanos <= 0;
	}

	boolean answered() {
		return this.answered.get();
	}

	/** The task stands in the log from now on. */
	void appendedAt(long index) {
		this.index = index;
	}

	/**
	 * Return where the task stands in the log.
	 * @return the index, 0 if it was not appended
	 */
	public long index() {
		return this.index;
	}

	/**
	 * Answer with the result, unless the task is answered already. Whoever is answered
	 * has its room back, and may submit the next.
	 * @param index where the command stands in the log
	 * @param result what the state machine returned
	 */
	public void complete(long index, byte[] result) {
		leave();
		if (this.answered.compareAndSet(false, true)) {
			try {
				this.callback.completed(index, result);
			}
			catch (RuntimeException | Error ex) {
				log.error("A callback failed on the result of the command at {}", index, ex);
			}
		}
	}

	/**
	 * Answer that the command was not executed, unless the task is answered already.
	 * @param reason why
	 * @param message a sentence for people
	 */
	void refuse(NotExecutedException.Reason reason, String message) {
		fail(new NotExecutedException(reason, message));
	}

	/**
	 * Answer that nobody knows, unless the task is answered already.
	 * @param message a sentence for people
	 */
	public void unknown(String message) {
		fail(new OutcomeUnknownException(message));
	}

	private void fail(RaftException cause) {
		if (this.answered.compareAndSet(false, true)) {
			try {
				this.callback.failed(cause);
			}
			catch (RuntimeException | Error ex) {
				log.error("A callback failed on being told: {}", cause.getMessage(), ex);
			}
		}
	}

}
