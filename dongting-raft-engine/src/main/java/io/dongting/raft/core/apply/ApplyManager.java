package io.dongting.raft.core.apply;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.propose.PendingTasks;
import io.dongting.raft.core.propose.RaftTask;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.Invariants;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import io.dongting.raft.log.EntryType;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.StaleReadException;

/**
 * Hands committed entries to the state machine in batches, with those who wait for their
 * results.
 */
public final class ApplyManager {

	private static final int MAX_BATCHES_HANDED_OVER = 4;

	private final GroupContext context;

	private final RaftLog log;

	private final CommitManager commits;

	private final PendingTasks pending;

	private final StateMachine stateMachine;

	private final SerialTurn turn;

	private final Health health;

	private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();

	private final Deque<Long> handedBatches = new ArrayDeque<>();

	private long waitingCount;

	/** The last index handed over; applied by the turn a little later. */
	private long handedIndex;

	private boolean reading;

	/** The state is being replaced: nothing is handed over meanwhile. */
	private boolean loading;

	/** The size of all entries that were handed over. */
	private long handedBytes;

	// These belong to the turn: what was applied last.

	private long appliedTerm;

	private long appliedTimestampMillis;

	private long configurationIndex;

	private ByteBuffer configuration = ByteBuffer.allocate(0);

	/** How many results were handed out and are not counted yet. */
	private int executed;

	/** Written by the turn only. */
	private volatile long appliedIndex;

	/** Written by the turn only: nothing is applied after a failure. */
	private volatile boolean failed;

	public ApplyManager(GroupContext context, RaftLog log, CommitManager commits, PendingTasks pending,
			StateMachine stateMachine, SerialTurn turn, Health health) {
		this.context = context;
		this.log = log;
		this.commits = commits;
		this.pending = pending;
		this.stateMachine = stateMachine;
		this.turn = turn;
		this.health = health;
	}

	/**
	 * Return the last index that was applied. May be called on any thread; whoever sees
	 * an index sees its effect on the state machine.
	 * @return the index, 0 if none was
	 */
	public long appliedIndex() {
		return this.appliedIndex;
	}

	/**
	 * Return the last index that was handed over to be applied.
	 * @return the index, 0 if none was
	 */
	public long handedIndex() {
		return this.handedIndex;
	}

	/**
	 * Return the size of all entries that were given to the state machine since the
	 * start.
	 * @return the size in bytes
	 */
	public long handedBytes() {
		return this.handedBytes;
	}

	/**
	 * Run something on the turn, behind all that was handed over. It never runs if the
	 * state machine fails before.
	 * @param task what to run, with what was applied last; must not throw
	 */
	public void atPosition(Consumer<AppliedPosition> task) {
		this.turn.execute(() -> {
			if (!this.failed) {
				task.accept(position());
			}
		});
	}

	/**
	 * Replace the state by a saved one, on the turn, behind all that was handed over, and
	 * go on behind it.
	 * @param saved what the saved state covers
	 * @param load does it, on the turn
	 * @param loaded called on the group when it is done
	 * @param notLoaded called on the group if it could not be done; nothing is applied
	 * until another attempt succeeds
	 */
	public void load(AppliedPosition saved, Loading load, Runnable loaded, Consumer<Throwable> notLoaded) {
		this.loading = true;
		this.handedIndex = saved.index();
		this.turn.execute(() -> {
			if (this.failed) {
				return;
			}
			try {
				load.run();
				stateIs(saved);
				this.context.fibers().execute(() -> loaded(loaded));
			}
			catch (Throwable ex) {
				this.context.fibers().execute(() -> notLoaded.accept(ex));
			}
		});
	}

	private AppliedPosition position() {
		return new AppliedPosition(this.appliedIndex, this.appliedTerm, this.appliedTimestampMillis,
				this.configurationIndex, this.configuration);
	}

	private void stateIs(AppliedPosition saved) {
		this.configurationIndex = saved.configurationIndex();
		this.configuration = saved.configuration();
		this.appliedTerm = saved.term();
		this.appliedTimestampMillis = saved.timestampMillis();
		this.appliedIndex = saved.index();
	}

	private void loaded(Runnable loaded) {
		this.loading = false;
		startWaiting();
		loaded.run();
	}

	/**
	 * Run something on the turn, after an index was applied and before a much later one.
	 * It never runs if the state machine fails before.
	 * @param index the index to wait for
	 * @param task what to run; must not throw
	 */
	public void whenApplied(long index, Runnable task) {
		if (index <= this.handedIndex) {
			this.turn.execute(() -> runIfApplied(index, task));
		}
		else {
			this.waiting.add(new Waiting(index, this.waitingCount++, task));
		}
	}

	/**
	 * Return whether all that is committed has been applied, and nothing else is to be
	 * done.
	 * @return whether it has
	 */
	public boolean isIdle() {
		return this.handedBatches.isEmpty() && this.handedIndex == this.commits.commitIndex() && !this.reading
				&& !this.loading && this.waiting.isEmpty();
	}

	/** At the end of a round: hand over what has been committed. */
	public void flush() {
		while (!this.reading && !this.loading && !this.failed && this.handedIndex < this.commits.commitIndex()
				&& this.handedBatches.size() < MAX_BATCHES_HANDED_OVER) {
			long fromIndex = this.handedIndex + 1;
			int maxBytes = this.context.options().applyBatchBytes();
			EntryBatch batch = this.log.readCached(fromIndex, maxBytes);
			if (batch == null) {
				readStored(fromIndex, maxBytes);
				return;
			}
			handOver(batch);
		}
	}

	/**
	 * A read that reached beyond the commit index may have been overtaken by a truncation
	 * there, even between its end and this; the end of this round reads again.
	 */
	private void readStored(long fromIndex, int maxBytes) {
		this.reading = true;
		this.log.readStored(fromIndex, maxBytes).whenComplete((batch, failure) -> {
			this.reading = false;
			if (batch != null && isInLog(batch)) {
				handOver(batch);
			}
			else if (batch == null && !(failure instanceof StaleReadException)) {
				this.health.storageFailed((failure != null) ? failure
						: new IllegalStateException("Entry " + fromIndex + " cannot be read"));
			}
		});
	}

	/**
	 * By the log matching property a batch is in the log if its last entry is. A state
	 * that is being loaded stands for other entries.
	 */
	private boolean isInLog(EntryBatch batch) {
		return !this.loading && batch.firstIndex() == this.handedIndex + 1
				&& this.log.termAt(batch.lastIndex()) == batch.lastTerm();
	}

	private void handOver(EntryBatch read) {
		long commitIndex = this.commits.commitIndex();
		EntryBatch batch = (read.lastIndex() > commitIndex) ? read.upTo(commitIndex) : read;
		Invariants.check(batch.firstIndex() == this.handedIndex + 1,
				() -> batch + " to be applied after entry " + this.handedIndex);
		this.handedIndex = batch.lastIndex();
		this.handedBytes += batch.sizeBytes();
		this.handedBatches.addLast(batch.lastIndex());
		List<RaftTask> tasks = this.pending.handOver(batch.lastIndex());
		this.turn.execute(() -> apply(batch, tasks));
		startWaiting();
	}

	private void startWaiting() {
		while (!this.waiting.isEmpty() && this.waiting.peek().index() <= this.handedIndex) {
			Waiting next = this.waiting.remove();
			this.turn.execute(() -> runIfApplied(next.index(), next.task()));
		}
	}

	/** Runs on the turn: what was handed over before may have failed (trap D20). */
	private void runIfApplied(long index, Runnable task) {
		if (this.appliedIndex >= index) {
			task.run();
		}
	}

	/** Runs on the turn. */
	private void apply(EntryBatch batch, List<RaftTask> tasks) {
		if (this.failed) {
			return;
		}
		long beganNanos = this.context.nanoTime();
		try {
			applyEach(batch, tasks);
			this.context.meters().applied(batch.count(), this.context.nanoTime() - beganNanos);
			this.context.fibers().execute(() -> applied(batch.lastIndex()));
		}
		catch (Throwable ex) {
			this.failed = true;
			this.context.fibers().execute(() -> this.health.applyFailed(ex));
		}
		countExecuted();
	}

	private void countExecuted() {
		if (this.executed > 0) {
			this.context.meters().proposalsExecuted(this.executed);
			this.executed = 0;
		}
	}

	private void applyEach(EntryBatch batch, List<RaftTask> tasks) throws Exception {
		EntryCursor cursor = batch.cursor();
		int next = 0;
		while (cursor.next()) {
			long index = cursor.index();
			if (cursor.type() != EntryType.NORMAL) {
				notForTheStateMachine(cursor);
				appliedUpTo(cursor);
				continue;
			}
			byte[] result = this.stateMachine
				.apply(new LogItem(index, cursor.term(), cursor.timestampMillis(), cursor.body()));
			appliedUpTo(cursor);
			if (next < tasks.size() && tasks.get(next).index() == index && tasks.get(next++).complete(index, result)) {
				this.executed++;
			}
		}
	}

	private void notForTheStateMachine(EntryCursor cursor) {
		if (cursor.type() == EntryType.CONFIGURATION) {
			ByteBuffer body = cursor.body();
			this.configuration = ByteBuffer.allocate(body.remaining()).put(body).flip();
			this.configurationIndex = cursor.index();
		}
	}

	private void appliedUpTo(EntryCursor cursor) {
		this.appliedTerm = cursor.term();
		this.appliedTimestampMillis = cursor.timestampMillis();
		this.appliedIndex = cursor.index();
	}

	private void applied(long lastIndex) {
		this.handedBatches.removeFirst();
		this.pending.applied(lastIndex);
	}

	/**
	 * Replaces the state of a state machine.
	 */
	@FunctionalInterface
	public interface Loading {

		/**
		 * Do it.
		 * @throws Exception if that is not possible
		 */
		void run() throws Exception;

	}

	private record Waiting(long index, long order, Runnable task) implements Comparable<Waiting> {

		@Override
		public int compareTo(Waiting other) {
			int byIndex = Long.compare(this.index, other.index);
			return (byIndex != 0) ? byIndex : Long.compare(this.order, other.order);
		}

	}

}
