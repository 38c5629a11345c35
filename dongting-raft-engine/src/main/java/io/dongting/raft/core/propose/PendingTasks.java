package io.dongting.raft.core.propose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.core.state.Invariants;

/**
 * Commands that this node appended as leader and that are not applied yet, in the order
 * of the log. They stay when leadership is lost: the entries may commit all the same.
 */
public final class PendingTasks {

	private final Deque<RaftTask> appended = new ArrayDeque<>();

	private final Deque<RaftTask> applying = new ArrayDeque<>();

	/** Those of the appended that somebody follows to the disk, until they are there. */
	private final Deque<RaftTask> traced = new ArrayDeque<>();

	void add(RaftTask task) {
		Invariants.check(this.appended.isEmpty() || this.appended.getLast().index() < task.index(),
				() -> "Commands out of order: " + task.index() + " after " + this.appended.getLast().index());
		this.appended.addLast(task);
		if (task.tracesDurability()) {
			this.traced.addLast(task);
		}
	}

	/**
	 * The disk of this node has synced entries.
	 * @param lastIndex the last of them
	 */
	public void durable(long lastIndex) {
		while (!this.traced.isEmpty() && this.traced.getFirst().index() <= lastIndex) {
			this.traced.removeFirst().durable();
		}
	}

	private void traceNoMore(long lastIndex) {
		while (!this.traced.isEmpty() && this.traced.getFirst().index() <= lastIndex) {
			this.traced.removeFirst();
		}
	}

	/**
	 * Entries are handed to the state machine.
	 * @param lastIndex the last of them
	 * @return the commands among them that somebody waits for
	 */
	public List<RaftTask> handOver(long lastIndex) {
		if (this.appended.isEmpty() || this.appended.getFirst().index() > lastIndex) {
			return List.of();
		}
		traceNoMore(lastIndex);
		List<RaftTask> tasks = new ArrayList<>();
		while (!this.appended.isEmpty() && this.appended.getFirst().index() <= lastIndex) {
			RaftTask task = this.appended.removeFirst();
			tasks.add(task);
			this.applying.addLast(task);
			task.committed();
		}
		return tasks;
	}

	/**
	 * Entries have been applied.
	 * @param lastIndex the last of them
	 */
	public void applied(long lastIndex) {
		while (!this.applying.isEmpty() && this.applying.getFirst().index() <= lastIndex) {
			this.applying.removeFirst();
		}
	}

	/**
	 * The log was cut. What was there may still come back with another leader, so nobody
	 * can tell.
	 * @param fromIndex the first index that is gone
	 */
	public void truncated(long fromIndex) {
		while (!this.traced.isEmpty() && this.traced.getLast().index() >= fromIndex) {
			this.traced.removeLast();
		}
		while (!this.appended.isEmpty() && this.appended.getLast().index() >= fromIndex) {
			RaftTask task = this.appended.removeLast();
			task.unknown("Another leader took over before the command was on a majority");
		}
	}

	/**
	 * A snapshot stands for all entries up to an index: what was there is executed by it,
	 * or never was, and nobody can tell which.
	 * @param index the index
	 */
	public void covered(long index) {
		traceNoMore(index);
		while (!this.appended.isEmpty() && this.appended.getFirst().index() <= index) {
			this.appended.removeFirst().unknown("A snapshot of another node took the place of the command");
		}
	}

	/**
	 * Nothing will be applied any more.
	 * @param message why, a sentence for people
	 */
	void abandon(String message) {
		this.traced.clear();
		abandon(this.applying, message);
		abandon(this.appended, message);
	}

	private void abandon(Deque<RaftTask> tasks, String message) {
		while (!tasks.isEmpty()) {
			RaftTask task = tasks.removeFirst();
			task.unknown(message);
		}
	}

	/**
	 * Tell those who have waited long enough, once. Their commands still stand in the
	 * log.
	 * @param nowNanos the time
	 */
	void expire(long nowNanos) {
		expire(this.applying, nowNanos);
		expire(this.appended, nowNanos);
	}

	private void expire(Deque<RaftTask> tasks, long nowNanos) {
		for (RaftTask task : tasks) {
			if (task.expired(nowNanos) && !task.answered()) {
				task.fail(new OutcomeUnknownException(
						"The command was appended at " + task.index() + " but not applied in time"));
			}
		}
	}

	boolean isEmpty() {
		return this.appended.isEmpty() && this.applying.isEmpty();
	}

}
