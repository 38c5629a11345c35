package io.dongting.raft.server;

import java.io.Closeable;
import java.io.IOException;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.journal.RecordConsumer;
import io.dongting.raft.log.segment.LogConfiguration;
import io.dongting.raft.log.segment.LogReplay;
import io.dongting.raft.storage.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * One log that takes its records from the journal. When it turns out to be damaged, it
 * takes nothing more and only sees how far the journal went. Blocks.
 */
final class ReplayedLog implements RecordConsumer, Closeable {

	private final FileSystem files;

	private final String directory;

	private @Nullable LogReplay replay;

	private @Nullable LogDamagedException damage;

	private long lastTerm;

	private long lastIndex;

	/**
	 * Open a log, damaged or not.
	 * @param files the files of the node
	 * @param configuration whose log it is
	 * @param directory its directory
	 * @throws IOException if it cannot be read, or written
	 */
	ReplayedLog(FileSystem files, LogConfiguration configuration, String directory) throws IOException {
		this.files = files;
		this.directory = directory;
		try {
			this.replay = LogReplay.open(configuration, files, directory);
		}
		catch (LogDamagedException ex) {
			this.damage = ex;
		}
	}

	@Override
	public void accept(long epoch, EntryBatch batch) throws IOException {
		if (batch.lastTerm() > this.lastTerm
				|| (batch.lastTerm() == this.lastTerm && batch.lastIndex() > this.lastIndex)) {
			this.lastTerm = batch.lastTerm();
			this.lastIndex = batch.lastIndex();
		}
		LogReplay taking = this.replay;
		if (taking != null && this.damage == null) {
			try {
				taking.accept(epoch, batch);
			}
			catch (LogDamagedException ex) {
				this.damage = ex;
			}
		}
	}

	/**
	 * Make durable what was taken, or how far it went.
	 * @return the damage, {@code null} if all was taken
	 * @throws IOException if files cannot be written
	 */
	@Nullable LogDamagedException end() throws IOException {
		LogReplay taking = this.replay;
		if (this.damage != null) {
			LogReplay.keepEnd(this.files, this.directory, this.lastTerm, this.lastIndex);
		}
		else if (taking != null) {
			taking.write();
		}
		return this.damage;
	}

	@Override
	public void close() throws IOException {
		LogReplay taking = this.replay;
		if (taking != null) {
			taking.close();
		}
	}

}
