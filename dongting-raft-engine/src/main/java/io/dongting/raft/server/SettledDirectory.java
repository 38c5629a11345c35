package io.dongting.raft.server;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.storage.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that is not let go of while a thread may still write to it. A disk that was
 * stuck when the server was closed may wake up later, and would write over what another
 * server has written by then.
 */
final class SettledDirectory implements NodeDirectory {

	private static final Logger log = LoggerFactory.getLogger(SettledDirectory.class);

	private final NodeDirectory held;

	private final ExecutorService writers;

	private final Duration patience;

	/**
	 * Create the directory.
	 * @param held what is held
	 * @param writers the threads that write to it, told to end before this is closed
	 * @param patience how long they are waited for
	 */
	SettledDirectory(NodeDirectory held, ExecutorService writers, Duration patience) {
		this.held = held;
		this.writers = writers;
		this.patience = patience;
	}

	@Override
	public FileSystem files() {
		return this.held.files();
	}

	@Override
	public String description() {
		return this.held.description();
	}

	@Override
	public void close() {
		if (haveEnded()) {
			this.held.close();
		}
		else {
			log.error("{} stays in use: its disk has not answered, and a write may still come", description());
			Thread thread = new Thread(this::closeAtLast, "raft-directory");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/** While this waits the directory is reachable, and so is its lock. */
	private void closeAtLast() {
		boolean ended = false;
		while (!ended) {
			try {
				ended = this.writers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				log.warn("{} stays in use, though its holder was interrupted", description());
			}
		}
		this.held.close();
		log.info("{} is in use no more: what its disk was writing has ended", description());
	}

	private boolean haveEnded() {
		boolean interrupted = Thread.interrupted();
		try {
			return this.writers.awaitTermination(this.patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return this.writers.isTerminated();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
