package io.dongting.raft.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * What a snapshot is of: the state after an entry, and who belonged to the group then.
 *
 * @param groupId the group
 * @param index the last entry it covers
 * @param term the term of that entry
 * @param timestampMillis the time that entry carries, in milliseconds since the epoch
 * @param configurationIndex the last configuration entry up to there
 * @param configuration the body of that entry, read-only
 */
public record SnapshotHeader(int groupId, long index, long term, long timestampMillis, long configurationIndex,
		ByteBuffer configuration) {

	/** "DTSNAPSH". */
	private static final long MAGIC = 0x4454534e41505348L;

	private static final int FORMAT_VERSION = 1;

	private static final int FIXED_BYTES = Long.BYTES + 3 * Integer.BYTES + 4 * Long.BYTES;

	private static final int CRC_BYTES = Integer.BYTES;

	/** No configuration comes near to this. */
	static final int LARGEST_BYTES = 16 * 1024 * 1024;

	public SnapshotHeader {
		if (index <= 0 || term <= 0 || configurationIndex <= 0 || configurationIndex > index) {
			throw new IllegalArgumentException("A snapshot of entry " + index + " of term " + term
					+ " with the configuration of entry " + configurationIndex + " is impossible");
		}
		configuration = configuration.slice().asReadOnlyBuffer();
	}

	int sizeBytes() {
		return FIXED_BYTES + this.configuration.capacity() + CRC_BYTES;
	}

	ByteBuffer encode() {
		ByteBuffer buffer = ByteBuffer.allocate(sizeBytes());
		buffer.putLong(MAGIC).putInt(FORMAT_VERSION).putInt(this.groupId);
		buffer.putLong(this.index).putLong(this.term).putLong(this.timestampMillis).putLong(this.configurationIndex);
		buffer.putInt(this.configuration.capacity()).put(this.configuration.duplicate().clear());
		return buffer.putInt(crc(buffer, buffer.position())).flip();
	}

	/**
	 * Return how large the header is that begins in a buffer.
	 * @param start the first bytes of a snapshot
	 * @return the size in bytes, -1 if it is none
	 */
	static int sizeBytes(ByteBuffer start) {
		if (start.limit() < FIXED_BYTES || start.getLong(0) != MAGIC || start.getInt(Long.BYTES) != FORMAT_VERSION) {
			return -1;
		}
		int configurationBytes = start.getInt(FIXED_BYTES - Integer.BYTES);
		boolean possible = configurationBytes >= 0 && configurationBytes <= LARGEST_BYTES - FIXED_BYTES - CRC_BYTES;
		return possible ? FIXED_BYTES + configurationBytes + CRC_BYTES : -1;
	}

	/**
	 * Decode.
	 * @param buffer the first bytes of a snapshot, as many as the header has
	 * @return the header, {@code null} if it is not whole
	 */
	static @Nullable SnapshotHeader decode(ByteBuffer buffer) {
		int sizeBytes = sizeBytes(buffer);
		if (sizeBytes < 0 || buffer.limit() < sizeBytes
				|| buffer.getInt(sizeBytes - CRC_BYTES) != crc(buffer, sizeBytes - CRC_BYTES)) {
			return null;
		}
		ByteBuffer fields = buffer.duplicate().position(Long.BYTES + Integer.BYTES);
		int groupId = fields.getInt();
		long index = fields.getLong();
		long term = fields.getLong();
		long timestampMillis = fields.getLong();
		long configurationIndex = fields.getLong();
		ByteBuffer configuration = buffer.slice(FIXED_BYTES, sizeBytes - FIXED_BYTES - CRC_BYTES);
		return new SnapshotHeader(groupId, index, term, timestampMillis, configurationIndex, configuration);
	}

	private static int crc(ByteBuffer buffer, int sizeBytes) {
		CRC32C crc = new CRC32C();
		crc.update(buffer.slice(0, sizeBytes));
		return (int) crc.getValue();
	}

}
