package io.dongting.raft.log.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.log.LogFailedException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.NoSpaceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what the groups of a node write durable together: one write and one sync at a
 * time, for all that gathered meanwhile. Any thread.
 *
 * <p>
 * What waits is bounded by the logs, for each has one write under way. A write or sync
 * that fails ends all writing (R26): tried again it could succeed although data is lost
 * (trap P5). While no file is free all wait; who needs the oldest is asked to settle what
 * it has there when the last free one comes into use, and again when all are full.
 */
public final class Journal implements Closeable {

	private static final Logger log = LoggerFactory.getLogger(Journal.class);

	/** A disk that does not answer in this time may never do so. */
	private static final long CLOSE_TIMEOUT_SECONDS = 5;

	private final JournalConfiguration configuration;

	private final ConcurrentLinkedQueue<Submission> submitted = new ConcurrentLinkedQueue<>();

	private final JobTurn turn;

	/** Owned by the job. */
	private final JournalWriter writer;

	/** Why nothing is written any more, {@code null} while it is. Owned by the job. */
	private @Nullable Throwable refusal;

	/** Those who settle have to tell: what waits, waits for them. */
	private volatile boolean lacksRoom;

	private volatile boolean closing;

	private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

	private Journal(JournalConfiguration configuration, JournalFiles files, Executor io) {
		this.configuration = configuration;
		this.writer = new JournalWriter(files);
		this.turn = new JobTurn(io, this::serve, this::rejected);
	}

	/**
	 * Begin a journal anew, in the place of one of which nothing is needed. Blocks. Where
	 * the disk has no room for its first file, it takes none of it and refuses writes.
	 * @param configuration how large it is
	 * @param fileSystem where
	 * @param directory its directory, created when missing
	 * @param io where blocking work is done, one job at a time
	 * @return a journal without records
	 * @throws IOException if it cannot be written
	 */
	public static Journal open(JournalConfiguration configuration, FileSystem fileSystem, String directory, Executor io)
			throws IOException {
		return new Journal(configuration, JournalFiles.begin(configuration, fileSystem, directory), io);
	}

	/**
	 * Give a log its place.
	 * @param group the group it belongs to; must not stop before the log has left, or
	 * what it has here is kept for good
	 * @param groupId the id of that
	 * @param replicaUuid the replica
	 * @param settleSoon run on the dispatcher thread of the group when the room is wanted
	 * that its writes take
	 * @return the place
	 */
	public JournalMember join(FiberGroup group, int groupId, UUID replicaUuid, Runnable settleSoon) {
		return new Seat(this, group, new JournaledLog(groupId, replicaUuid), settleSoon);
	}

	int largestWriteBytes() {
		return this.configuration.largestWriteBytes();
	}

	void submit(Submission submission) {
		this.submitted.add(submission);
		this.turn.ask();
	}

	/** Something was settled. */
	void lookForRoom() {
		if (this.lacksRoom) {
			this.turn.ask();
		}
	}

	/** The job: goes on as long as something can be done. */
	private void serve() {
		boolean more = true;
		while (more) {
			takeIn();
			more = isWriting() && write();
		}
		if (!isWriting()) {
			end();
		}
	}

	private boolean isWriting() {
		return this.refusal == null && !this.closing;
	}

	private void takeIn() {
		@Nullable Submission next = this.submitted.poll();
		while (next != null) {
			this.writer.add(next);
			next = this.submitted.poll();
		}
	}

	/** Return whether to go on. */
	private boolean write() {
		try {
			return switch (this.writer.writeNext()) {
				case NOTHING -> false;
				case WRITTEN -> written();
				case NO_ROOM -> lookAgain();
			};
		}
		catch (NoSpaceException ex) {
			this.writer.refuse(ex);
			return true;
		}
		catch (IOException | RuntimeException ex) {
			failed(ex);
			return true;
		}
		catch (Error ex) {
			failed(ex);
			throw ex;
		}
	}

	private boolean written() {
		this.lacksRoom = false;
		return true;
	}

	/** Who settled before it was known that room is lacking has not told. */
	private boolean lookAgain() {
		if (this.lacksRoom) {
			return false;
		}
		this.lacksRoom = true;
		this.writer.askForRoom();
		return true;
	}

	private void rejected(Throwable cause) {
		takeIn();
		if (this.refusal == null) {
			failed(cause);
		}
	}

	private void failed(Throwable cause) {
		log.error("The journal of the node failed; its groups write nothing any more until a restart", cause);
		this.writer.refuse(cause);
		this.refusal = new LogFailedException("The journal failed and takes no more writes until a restart", cause);
	}

	private void end() {
		@Nullable Throwable earlier = this.refusal;
		this.writer.refuse((earlier != null) ? earlier : new IllegalStateException("The journal is closed"));
		if (this.closing && !this.closed.isDone()) {
			closeFiles();
		}
	}

	private void closeFiles() {
		try (JournalWriter files = this.writer) {
			if (this.refusal == null) {
				files.stateEnd();
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			this.closed.completeExceptionally(ex);
			return;
		}
		this.closed.complete(true);
	}

	/**
	 * End it: what waits is refused. If all is settled that is said durably, so that the
	 * next start has nothing to read. Blocks until what is under way is done, within a
	 * bounded time: where the disk does not answer, the files are closed when it does.
	 * @throws IOException if the files cannot be written or closed, or not in time
	 */
	@Override
	public void close() throws IOException {
		this.closing = true;
		this.turn.askHere();
		try {
			this.closed.get(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while the journal was being closed");
		}
		catch (TimeoutException ex) {
			throw new IOException("The disk has not answered the journal in time", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException("The files of the journal cannot be closed", ex.getCause());
		}
	}

}
