package io.dongting.raft.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.StorageFile;

/**
 * Where the entries of a record are.
 *
 * @param offset where in the file they begin
 * @param header what the table says of them
 */
record RecordPlace(long offset, RecordHeader header) {

	/** Return whether the entries are as they were written. */
	boolean isWhole(StorageFile file) throws IOException {
		return isWhole(read(file));
	}

	private boolean isWhole(ByteBuffer entries) {
		return entries.limit() == this.header.entryBytes()
				&& JournalFormat.crc(entries, 0, entries.limit()) == this.header.entryCrc();
	}

	private ByteBuffer read(StorageFile file) throws IOException {
		ByteBuffer entries = ByteBuffer.allocate(this.header.entryBytes());
		file.read(entries, this.offset);
		return entries.flip();
	}

	/**
	 * Read the entries.
	 * @param file the file they are in
	 * @param path its path, for the message
	 * @return the entries, verified
	 * @throws LogDamagedException if they are not as they were written
	 */
	EntryBatch batch(StorageFile file, String path) throws IOException {
		ByteBuffer entries = read(file);
		try {
			EntryBatch batch = EntryBatch.verify(entries);
			if (isWhole(entries) && batch.firstIndex() == this.header.firstIndex()
					&& batch.lastIndex() == this.header.lastIndex()) {
				return batch;
			}
			throw new LogDamagedException(path, this.offset, this.header.firstIndex(),
					"these are not the entries that were written", null);
		}
		catch (CorruptEntryException ex) {
			throw new LogDamagedException(path, this.offset + ex.offset(), this.header.firstIndex(), "no entry", ex);
		}
	}

}
