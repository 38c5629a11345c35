package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

import io.dongting.raft.log.CheckedPage;
import io.dongting.raft.log.LogMismatchException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * Whose a segment is and where it continues the log.
 *
 * @param groupId the group
 * @param replicaUuid the replica
 * @param firstIndex the index of its first entry
 * @param previousTerm the term of the entry before that
 * @param sizeBytes the size of the file
 */
record SegmentHeader(int groupId, UUID replicaUuid, long firstIndex, long previousTerm, int sizeBytes) {

	/** "DTSEGMNT". */
	private static final long MAGIC = 0x44545345474d4e54L;

	private static final int FORMAT_VERSION = 1;

	private static final int FIELD_BYTES = 3 * Integer.BYTES + 5 * Long.BYTES;

	static final int SEALED_BYTES = CheckedPage.sealedBytes(FIELD_BYTES);

	ByteBuffer encode() {
		ByteBuffer buffer = ByteBuffer.allocate(SEALED_BYTES);
		buffer.putLong(MAGIC).putInt(FORMAT_VERSION).putInt(this.groupId);
		buffer.putLong(this.replicaUuid.getMostSignificantBits()).putLong(this.replicaUuid.getLeastSignificantBits());
		buffer.putLong(this.firstIndex).putLong(this.previousTerm).putInt(this.sizeBytes);
		return CheckedPage.seal(buffer);
	}

	/**
	 * Decode a header.
	 * @param buffer what stands where the header should be
	 * @return the header, or {@code null} when it is not whole
	 * @throws LogMismatchException if it is whole but of another format version
	 */
	static @Nullable SegmentHeader decode(ByteBuffer buffer) {
		@Nullable ByteBuffer fields = CheckedPage.open(buffer, MAGIC, FIELD_BYTES);
		if (fields == null) {
			return null;
		}
		int version = fields.getInt();
		if (version != FORMAT_VERSION) {
			throw new LogMismatchException("Log format version " + version + ", this release reads " + FORMAT_VERSION);
		}
		return new SegmentHeader(fields.getInt(), new UUID(fields.getLong(), fields.getLong()), fields.getLong(),
				fields.getLong(), fields.getInt());
	}

	/**
	 * Read a header.
	 * @return the header, or {@code null} when it is not whole
	 */
	static @Nullable SegmentHeader read(FileSystem fileSystem, String path) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(SEALED_BYTES);
		try (StorageFile file = fileSystem.open(path)) {
			file.read(buffer, 0);
		}
		return decode(buffer.flip());
	}

	/**
	 * Check that the segment is of the log that is being opened.
	 * @param path the path of the segment, for the message
	 * @param configuration whose log is being opened
	 */
	void requireOwner(String path, LogConfiguration configuration) {
		if (this.groupId != configuration.groupId() || !this.replicaUuid.equals(configuration.replicaUuid())) {
			throw new LogMismatchException(path + " is of group " + this.groupId + ", replica " + this.replicaUuid
					+ ", and not of group " + configuration.groupId() + ", replica " + configuration.replicaUuid());
		}
	}

}
