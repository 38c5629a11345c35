package io.dongting.raft.core.propose;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

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

	private static final AtomicIntegerFieldUpdater<RaftTask> LEFT = AtomicIntegerFieldUpdater.newUpdater(RaftTask.class,
			"left");

	private static final AtomicIntegerFieldUpdater<RaftTask> ANSWERED = AtomicIntegerFieldUpdater
		.newUpdater(RaftTask.class, "answered");

	private final byte[] body;

	private final long deadlineNanos;

	private final long forwardedInTerm;

	private final RaftCallback callback;

	private final FlowControl flowControl;

	private final boolean tracesDurability;

	private volatile int left;

	private volatile int answered;

	private long index;

	/**
	 * Create a task. The callback is asked here what it wants to know, on the thread that
	 * submits: whoever cannot answer learns it as the caller, and the group never does.
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
		this.tracesDurability = !isForwarded() && callback.tracesDurability();
	}

	/** Give back the room, once: nothing is kept of the task from now on. */
	private void leave() {
		if (LEFT.compareAndSet(this, 0, 1)) {
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
		return this.answered != 0;
	}

	/** The task stands in the log from now on. */
	void appendedAt(long index) {
		this.index = index;
		if (!isForwarded()) {
			try {
				this.callback.appended(index);
			}
			catch (RuntimeException | Error ex) {
				log.error("A callback failed on being told that the command is appended at {}", index, ex);
			}
		}
	}

	/**
	 * Return whether to say when the task is durable.
	 * @return whether somebody wants to know
	 */
	boolean tracesDurability() {
		return this.tracesDurability;
	}

	/** The disk of this node has synced the task. */
	void durable() {
		if (!answered()) {
			try {
				this.callback.durable(this.index);
			}
			catch (RuntimeException | Error ex) {
				log.error("A callback failed on being told that the command at {} is durable", this.index, ex);
			}
		}
	}

	/** The task is committed, and the state machine gets it now. */
	void committed() {
		if (!isForwarded() && !answered()) {
			try {
				this.callback.committed(this.index);
			}
			catch (RuntimeException | Error ex) {
				log.error("A callback failed on being told that the command at {} is committed", this.index, ex);
			}
		}
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
	 * @return whether this was the answer to a command that was submitted on this node,
	 * and executed
	 */
	public boolean complete(long index, byte[] result) {
		leave();
		if (!ANSWERED.compareAndSet(this, 0, 1)) {
			return false;
		}
		boolean executed = !isForwarded() && !this.flowControl.countRefusal(index, result);
		try {
			this.callback.completed(index, result);
		}
		catch (RuntimeException | Error ex) {
			log.error("A callback failed on the result of the command at {}", index, ex);
		}
		return executed;
	}

	/**
	 * The command was not executed and will not be: answer that, unless the task is
	 * answered already.
	 * @param reason why
	 * @param message a sentence for people
	 */
	void refuse(NotExecutedException.Reason reason, String message) {
		leave();
		fail(new NotExecutedException(reason, message));
	}

	/**
	 * Nobody will know here what became of the command: answer that, unless the task is
	 * answered already.
	 * @param message a sentence for people
	 */
	void unknown(String message) {
		leave();
		fail(new OutcomeUnknownException(message));
	}

	/**
	 * Answer, unless the task is answered already, and no more: it may have taken no
	 * room, or still stand in the log.
	 * @param cause the answer
	 */
	void fail(RaftException cause) {
		if (ANSWERED.compareAndSet(this, 0, 1)) {
			if (!isForwarded()) {
				this.flowControl.failed(cause);
			}
			try {
				this.callback.failed(cause);
			}
			catch (RuntimeException | Error ex) {
				log.error("A callback failed on being told: {}", cause.getMessage(), ex);
			}
		}
	}

}
