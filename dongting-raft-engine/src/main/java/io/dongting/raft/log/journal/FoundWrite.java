package io.dongting.raft.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * A write of which the header and the table are whole. That it was begun proves that all
 * before it were durable, whatever became of its entries.
 *
 * @param header what stands before the table
 * @param records the table
 */
record FoundWrite(WriteHeader header, List<RecordPlace> records) {

	/**
	 * Read what stands at a place.
	 * @param file the file
	 * @param offset the place, where a page begins
	 * @param fileNumber the number of the file; what an earlier use has left has another
	 * @return the write, {@code null} if there is none
	 */
	static @Nullable FoundWrite read(StorageFile file, long offset, long fileNumber) throws IOException {
		ByteBuffer fields = read(file, offset, WriteHeader.BYTES);
		@Nullable WriteHeader header = WriteHeader.decode(fields, file.sizeBytes() - offset);
		if (header == null || header.fileNumber() != fileNumber) {
			return null;
		}
		ByteBuffer table = read(file, offset, header.entriesOffset());
		return header.isWhole(table) ? new FoundWrite(header, records(header, offset, table)) : null;
	}

	private static List<RecordPlace> records(WriteHeader header, long offset, ByteBuffer table) {
		List<RecordPlace> records = new ArrayList<>();
		table.position(WriteHeader.BYTES);
		long entriesAt = offset + header.entriesOffset();
		for (int i = 0; i < header.records(); i++) {
			RecordHeader record = RecordHeader.decode(table);
			records.add(new RecordPlace(entriesAt, record));
			entriesAt += record.entryBytes();
		}
		return records;
	}

	private static ByteBuffer read(StorageFile file, long offset, int sizeBytes) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(sizeBytes);
		file.read(bytes, offset);
		return bytes.flip();
	}

	/** Return whether the entries are whole, too. */
	boolean isWhole(StorageFile file) throws IOException {
		for (RecordPlace record : this.records) {
			if (!record.isWhole(file)) {
				return false;
			}
		}
		return true;
	}

}
