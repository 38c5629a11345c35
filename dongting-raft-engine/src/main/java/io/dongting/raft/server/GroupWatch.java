package io.dongting.raft.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one group when it has changed, and lets the listeners be told what is new. One
 * look is asked for at most, however often the group changes meanwhile, so nothing piles
 * up behind a listener that blocks. Thread-safe; looks come one after the other.
 */
final class GroupWatch {

	private static final Logger log = LoggerFactory.getLogger(GroupWatch.class);

	private final Supplier<GroupStatus> group;

	private final Executor executor;

	/** What each listener knows of the group; changed by looks only. */
	private final List<ToldState> told = new CopyOnWriteArrayList<>();

	/** Not looked at yet; whoever makes it the first asks for a look. */
	private final AtomicInteger changes = new AtomicInteger();

	private volatile CompletableFuture<@Nullable Void> lookEnd = CompletableFuture.completedFuture(null);

	private volatile @Nullable Thread callingThread;

	/**
	 * Create a watch that tells nobody yet.
	 * @param group gives its status
	 * @param executor calls the listeners
	 */
	GroupWatch(Supplier<GroupStatus> group, Executor executor) {
		this.group = group;
		this.executor = executor;
	}

	void add(RaftGroupListener listener) {
		this.told.add(new ToldState(listener));
		changed();
	}

	void remove(RaftGroupListener listener) {
		this.told.removeIf((state) -> state.isOf(listener));
	}

	/** The group has changed. Neither blocks nor throws. */
	void changed() {
		if (this.told.isEmpty() || this.changes.getAndIncrement() != 0) {
			return;
		}
		CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
		this.lookEnd = end;
		try {
			this.executor.execute(() -> look(end));
		}
		catch (RejectedExecutionException ex) {
			log.warn("Listeners do not hear what has changed in group '{}': the server is closed",
					this.group.get().group(), ex);
			this.changes.set(0);
			end.complete(null);
		}
	}

	private void look(CompletableFuture<@Nullable Void> end) {
		int seen = this.changes.get();
		do {
			this.callingThread = Thread.currentThread();
			GroupStatus status = this.group.get();
			this.told.forEach((listener) -> listener.tell(status));
			this.callingThread = null;
			seen = this.changes.addAndGet(-seen);
		}
		while (seen != 0);
		end.complete(null);
	}

	/**
	 * Return when the listeners have heard what has happened so far.
	 * @return completed when they have
	 */
	CompletableFuture<@Nullable Void> told() {
		return this.lookEnd;
	}

	/** Return whether the thread that asks is just calling a listener. */
	boolean isCalling() {
		return this.callingThread == Thread.currentThread();
	}

}
