package io.dongting.raft.core.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.apply.AppliedPosition;
import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.snapshot.DiskFailedException;
import io.dongting.raft.snapshot.SnapshotHeader;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageLane;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the state when it is time to or when somebody asks for it, one snapshot at a
 * time: frozen on the apply turn, written elsewhere once the log is durable up to there
 * (R25). One that fails is logged, and tried again when the next is due.
 */
public final class SnapshotSaver {

	private static final Logger log = LoggerFactory.getLogger(SnapshotSaver.class);

	private static final Duration LONGEST_LAST_SAVE = Duration.ofSeconds(5);

	private final GroupContext context;

	private final ApplyManager applies;

	private final RaftLog raftLog;

	private final @Nullable SnapshotStateMachine stateMachine;

	private final SnapshotStore store;

	private final SnapshotShelf shelf;

	private final StorageLane lane;

	private final Health health;

	private final List<Waiter> waiters = new ArrayList<>();

	/** Being frozen, waiting for the log or being written. */
	private boolean saving;

	private @Nullable Frozen frozen;

	/** What the next snapshot is measured from: the last that was saved, or tried. */
	private long baseIndex;

	private long baseBytes;

	private long beganNanos;

	private boolean intervalOver;

	private @Nullable TimerHandle interval;

	/** Read by the thread that writes. */
	private volatile boolean closed;

	public SnapshotSaver(GroupContext context, ApplyManager applies, RaftLog raftLog, StateMachine stateMachine,
			SnapshotStore store, SnapshotShelf shelf, StorageLane lane, Health health) {
		this.context = context;
		this.applies = applies;
		this.raftLog = raftLog;
		this.stateMachine = (stateMachine instanceof SnapshotStateMachine machine) ? machine : null;
		this.store = store;
		this.shelf = shelf;
		this.lane = lane;
		this.health = health;
	}

	/** Begin to look after the time. */
	public void start() {
		this.baseIndex = this.shelf.newestIndex();
		Duration every = options().everyInterval();
		if (this.stateMachine != null && !every.isZero()) {
			// Groups that were started together need not save together
			long firstNanos = every.toNanos() / 2 + this.context.random().nextLong(every.toNanos());
			this.interval = this.context.fibers().schedule(firstNanos, this::intervalEnded);
		}
	}

	private void intervalEnded() {
		this.intervalOver = true;
		this.interval = this.context.fibers().schedule(options().everyInterval().toNanos(), this::intervalEnded);
	}

	private SnapshotOptions options() {
		return this.context.options().snapshots();
	}

	/**
	 * Save what has been applied so far, unless a snapshot covers it already.
	 * @param timeout how long to wait for it
	 * @param saved completed with the index the snapshot covers
	 */
	public void save(Duration timeout, CompletableFuture<Long> saved) {
		if (this.stateMachine == null) {
			saved.completeExceptionally(new UnsupportedOperationException(
					"The state machine of " + this.context + " has no snapshots: it is no SnapshotStateMachine"));
		}
		else if (this.closed || !this.health.mayServe()) {
			saved.completeExceptionally(
					new NotExecutedException(Reason.STOPPED, this.context + " is " + this.health.condition()));
		}
		else {
			Waiter waiter = new Waiter(this.applies.appliedIndex(), saved);
			this.waiters.add(waiter);
			this.context.fibers().schedule(timeout.toNanos(), () -> expire(waiter));
		}
	}

	private void expire(Waiter waiter) {
		if (this.waiters.remove(waiter)) {
			waiter.saved()
				.completeExceptionally(
						new OutcomeUnknownException("The snapshot is still being saved when the time is up"));
		}
	}

	/** At the end of a round. */
	public void flush() {
		if (this.stateMachine == null || this.closed || !this.health.mayServe()) {
			return;
		}
		Frozen ready = this.frozen;
		if (ready != null && this.raftLog.durableIndex() >= ready.position().index()) {
			this.frozen = null;
			write(ready);
		}
		else if (!this.saving && isDue()) {
			freeze(this.stateMachine);
		}
	}

	private boolean isDue() {
		long appliedIndex = this.applies.appliedIndex();
		if (!this.waiters.isEmpty()) {
			return true;
		}
		if (appliedIndex <= this.baseIndex) {
			this.intervalOver = false;
			return false;
		}
		return this.intervalOver || isReached(options().everyEntries(), appliedIndex - this.baseIndex)
				|| isReached(options().everyBytes(), this.applies.handedBytes() - this.baseBytes);
	}

	private static boolean isReached(long limit, long value) {
		return limit > 0 && value >= limit;
	}

	private void freeze(SnapshotStateMachine machine) {
		this.saving = true;
		this.intervalOver = false;
		this.baseBytes = this.applies.handedBytes();
		this.beganNanos = this.context.nanoTime();
		long known = this.shelf.newestIndex();
		this.applies.atPosition((position) -> freeze(machine, position, known));
	}

	/** Runs on the turn. */
	private void freeze(SnapshotStateMachine machine, AppliedPosition position, long known) {
		if (position.index() <= known) {
			this.context.fibers().execute(() -> ended(known));
			return;
		}
		try {
			Snapshot view = machine.takeSnapshot();
			if (!this.context.fibers().execute(() -> frozen(new Frozen(position, view)))) {
				view.close();
			}
		}
		catch (Throwable ex) {
			this.context.fibers().execute(() -> failed(position, ex));
		}
	}

	/** A state that others may not have committed on disk here is not published yet. */
	private void frozen(Frozen taken) {
		if (this.closed) {
			release(taken);
		}
		else {
			this.frozen = taken;
		}
	}

	private void write(Frozen taken) {
		SnapshotHeader header = taken.position().header(this.context.config().groupId());
		int blockBytes = options().blockBytes();
		this.lane.submit(() -> {
			try (Snapshot view = taken.view()) {
				return this.store.stage(header, blockBytes, view::writeTo, () -> this.closed).publish();
			}
		}, this::saved, (cause) -> failed(taken.position(), cause));
	}

	private void saved(StoredSnapshot snapshot) {
		log.info("{}: saved a snapshot of entry {}, {} bytes", this.context, snapshot.index(), snapshot.sizeBytes());
		this.context.meters().snapshotSaved(this.context.nanoTime() - this.beganNanos, snapshot.sizeBytes());
		this.shelf.add(snapshot);
		ended(snapshot.index());
	}

	/** Whoever asked later than this was frozen waits for another. */
	private void ended(long index) {
		this.saving = false;
		this.baseIndex = Math.max(this.baseIndex, index);
		List<Waiter> covered = this.waiters.stream().filter((waiter) -> waiter.appliedIndex() <= index).toList();
		this.waiters.removeAll(covered);
		covered.forEach((waiter) -> waiter.saved().complete(index));
	}

	private void failed(AppliedPosition position, Throwable cause) {
		this.saving = false;
		this.baseIndex = Math.max(this.baseIndex, position.index());
		if (!this.closed) {
			this.context.meters().snapshotNotSaved();
		}
		if (cause instanceof DiskFailedException) {
			this.health.storageFailed(cause);
		}
		else if (!this.closed) {
			log.error("{}: the snapshot of entry {} could not be saved", this.context, position.index(), cause);
		}
		refuseWaiters("The snapshot could not be saved", cause);
	}

	private void refuseWaiters(String message, @Nullable Throwable cause) {
		List<Waiter> refused = List.copyOf(this.waiters);
		this.waiters.clear();
		refused.forEach((waiter) -> waiter.saved().completeExceptionally(new RaftException(message, cause)));
	}

	private void release(Frozen taken) {
		this.lane.submit(() -> {
			taken.view().close();
			return taken;
		}, (released) -> {
		}, (cause) -> log.error("{}: a view of the state could not be closed", this.context, cause));
	}

	/**
	 * The group is about to stop: save once more, if that is wanted, for a bounded time.
	 * @param done called when there is nothing to wait for any more
	 */
	public void saveLast(Runnable done) {
		boolean wanted = this.stateMachine != null && options().onClose() && this.health.mayServe() && !this.closed
				&& this.applies.appliedIndex() > this.shelf.newestIndex();
		if (wanted) {
			CompletableFuture<Long> saved = new CompletableFuture<>();
			save(LONGEST_LAST_SAVE, saved);
			saved.whenComplete((index, failure) -> done.run());
		}
		else {
			done.run();
		}
	}

	/**
	 * Give up what is under way.
	 * @param reason why, a sentence for people
	 */
	public void close(String reason) {
		this.closed = true;
		if (this.interval != null) {
			this.interval.cancel();
		}
		Frozen taken = this.frozen;
		this.frozen = null;
		if (taken != null) {
			release(taken);
		}
		refuseWaiters(reason, null);
	}

	private record Frozen(AppliedPosition position, Snapshot view) {

	}

	private record Waiter(long appliedIndex, CompletableFuture<Long> saved) {

	}

}
