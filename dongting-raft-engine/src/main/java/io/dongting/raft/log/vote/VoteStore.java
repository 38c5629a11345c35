package io.dongting.raft.log.vote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.log.LogFailedException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.NoSpaceException;
import io.dongting.raft.storage.StorageLane;
import org.jspecify.annotations.Nullable;

/**
 * Makes term, vote and promise durable for one group, on whose dispatcher thread it is
 * used. Saves that gather while one is under way are one write. A save that meets a full
 * disk waits for space; any other error is the end (R26).
 */
public final class VoteStore {

	private static final Duration SPACE_RETRY_INTERVAL = Duration.ofMillis(500);

	private final VoteFile file;

	private final FiberGroup group;

	private final StorageLane lane;

	private final VoteListener listener;

	/** The state asked for last, durable or not. */
	private VoteState latest;

	private VoteState durable;

	private List<Runnable> waiting = new ArrayList<>();

	private boolean scheduled;

	/** One at a time; also while one waits for space. */
	private boolean writing;

	private boolean closed;

	private @Nullable Throwable failure;

	private VoteStore(VoteFile file, FiberGroup group, Executor io, VoteListener listener) {
		this.file = file;
		this.group = group;
		this.lane = new StorageLane(group, io);
		this.listener = listener;
		this.latest = file.state();
		this.durable = file.state();
	}

	/**
	 * Open the store of a replica that holds a log, or held one. Blocks, so not to be
	 * called on a dispatcher thread.
	 * @param fileSystem where
	 * @param directory the directory
	 * @param group who owns the store
	 * @param io where blocking work is done
	 * @param listener told of a failure
	 * @return the store
	 * @throws VoteStateLostException if the state is missing or damaged (trap P11);
	 * nothing was changed
	 * @throws IOException if it cannot be read, or written
	 */
	public static VoteStore open(FileSystem fileSystem, String directory, FiberGroup group, Executor io,
			VoteListener listener) throws IOException {
		return new VoteStore(VoteFile.open(fileSystem, directory), group, io, listener);
	}

	/**
	 * Open the store of a replica that holds no log, and make it when it is missing.
	 * Blocks, so not to be called on a dispatcher thread.
	 * @param fileSystem where
	 * @param directory the directory, created when missing
	 * @param newReplicaUuid asked once, only if the store is missing (R1)
	 * @param group who owns the store
	 * @param io where blocking work is done
	 * @param listener told of a failure
	 * @return the store
	 * @throws VoteStateLostException if the state is there but damaged; nothing was
	 * changed
	 * @throws IOException if it cannot be read, or written
	 */
	public static VoteStore openOrCreate(FileSystem fileSystem, String directory, Supplier<UUID> newReplicaUuid,
			FiberGroup group, Executor io, VoteListener listener) throws IOException {
		return new VoteStore(VoteFile.openOrCreate(fileSystem, directory, newReplicaUuid), group, io, listener);
	}

	/**
	 * Read a state from the content of a vote file, changing nothing.
	 * @param content the content of the file
	 * @return the state, {@code null} if neither copy can be read
	 */
	public static @Nullable VoteState stateIn(ByteBuffer content) {
		VoteRecord latest = VoteFile.latestIn(content);
		return (latest != null) ? latest.state() : null;
	}

	/**
	 * Read the state of a replica without opening its store, changing nothing. Blocks.
	 * @param fileSystem where
	 * @param directory the directory
	 * @return the state, {@code null} if there is none, or neither copy can be read
	 * @throws IOException if the file cannot be read at all
	 */
	public static @Nullable VoteState peek(FileSystem fileSystem, String directory) throws IOException {
		VoteRecord latest = VoteFile.peek(fileSystem, directory);
		return (latest != null) ? latest.state() : null;
	}

	/**
	 * Make another state durable before the store is used. Blocks, so not to be called on
	 * a dispatcher thread.
	 * @param next the state, which must be one that may follow {@link #latest()}
	 * @throws IOException if that fails; the store is to be
	 * {@linkplain #closeUnused(Throwable) closed} then
	 */
	public void saveUnused(VoteState next) throws IOException {
		next.requireFollows(this.latest);
		this.file.save(next);
		this.latest = next;
		this.durable = next;
	}

	/**
	 * Return the last state that is durable.
	 * @return the state
	 */
	public VoteState state() {
		return this.durable;
	}

	/**
	 * Return the last state asked for, durable or not.
	 * @return the state
	 */
	public VoteState latest() {
		return this.latest;
	}

	/**
	 * Make a state durable. Completions run in the order of the calls.
	 * @param next the state, which must be one that may follow {@link #latest()}
	 * @param completed runs on the group when this state, or one that followed it, is
	 * durable; never inside this call, and not at all when the store fails, which the
	 * listener is told
	 * @throws IllegalArgumentException if the term would go back, a vote be changed or
	 * taken back, or the replica change; nothing has changed then
	 * @throws LogFailedException if the store has failed
	 */
	public void save(VoteState next, Runnable completed) {
		Throwable cause = this.failure;
		if (cause != null) {
			throw new LogFailedException("Term and vote failed to be saved and cannot be until a restart", cause);
		}
		if (this.closed) {
			throw new IllegalStateException("The store is closed");
		}
		next.requireFollows(this.latest);
		this.latest = next;
		this.waiting.add(completed);
		writeSoon();
	}

	/**
	 * Not at once: a new term and the vote in it are two saves of one round, and then one
	 * write.
	 */
	private void writeSoon() {
		if (!this.scheduled && !this.writing) {
			this.scheduled = true;
			this.group.execute(() -> {
				this.scheduled = false;
				write();
			});
		}
	}

	private void write() {
		if (this.writing || this.waiting.isEmpty() || this.failure != null || this.closed) {
			return;
		}
		VoteState next = this.latest;
		List<Runnable> completed = this.waiting;
		this.waiting = new ArrayList<>();
		this.writing = true;
		this.lane.submit(() -> {
			this.file.save(next);
			return next;
		}, (saved) -> saved(saved, completed), (cause) -> notSaved(completed, cause));
	}

	private void notSaved(List<Runnable> completed, Throwable cause) {
		if (!(cause instanceof NoSpaceException)) {
			fail(cause);
			return;
		}
		completed.addAll(this.waiting);
		this.waiting = completed;
		this.group.schedule(SPACE_RETRY_INTERVAL.toNanos(), () -> {
			this.writing = false;
			write();
		});
	}

	private void saved(VoteState saved, List<Runnable> completed) {
		this.writing = false;
		this.durable = saved;
		write();
		// One task each: what one throws is reported and does not keep the next from
		// running
		completed.forEach(this.group::execute);
	}

	private void fail(Throwable cause) {
		this.writing = false;
		this.waiting.clear();
		if (this.failure == null) {
			this.failure = cause;
			this.listener.failed(cause);
		}
	}

	/**
	 * Close the file of a store that nobody is to use. Blocks, so not to be called on a
	 * dispatcher thread.
	 * @throws IOException if that fails
	 */
	public void closeUnused() throws IOException {
		this.file.close();
	}

	/**
	 * Close the file of a store that was opened in vain. Blocks, so not to be called on a
	 * dispatcher thread, and not once anything was saved.
	 * @param because what made it vain; takes up a failure to close
	 */
	public void closeUnused(Throwable because) {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			because.addSuppressed(ex);
		}
	}

	/**
	 * Close the file after what was asked for is saved.
	 * @param whenClosed runs once on the group, in any case
	 */
	public void close(Runnable whenClosed) {
		if (this.closed) {
			throw new IllegalStateException("The store is closed");
		}
		this.closed = true;
		VoteState last = this.latest;
		List<Runnable> completed = this.waiting;
		this.waiting = new ArrayList<>();
		this.lane.submit(() -> {
			try (VoteFile closing = this.file) {
				if (!completed.isEmpty()) {
					closing.save(last);
				}
			}
			return last;
		}, (saved) -> {
			saved(saved, completed);
			this.group.execute(whenClosed);
		}, (cause) -> {
			try {
				fail(cause);
			}
			finally {
				whenClosed.run();
			}
		});
	}

}
