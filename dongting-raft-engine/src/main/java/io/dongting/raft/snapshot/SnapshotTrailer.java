package io.dongting.raft.snapshot;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The end of a snapshot. Begins with a block size of zero.
 *
 * @param stateBytes the size of the whole state
 * @param checksum the CRC32C of the whole state
 */
record SnapshotTrailer(long stateBytes, int checksum) {

	private static final int FIELD_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

	static final int SIZE_BYTES = FIELD_BYTES + Integer.BYTES;

	ByteBuffer encode() {
		ByteBuffer buffer = ByteBuffer.allocate(SIZE_BYTES);
		buffer.putInt(0).putLong(this.stateBytes).putInt(this.checksum);
		return buffer.putInt(crc(buffer)).flip();
	}

	/**
	 * Decode.
	 * @param buffer what stands at the end of a file
	 * @return the trailer, {@code null} if it is not whole
	 */
	static @Nullable SnapshotTrailer decode(ByteBuffer buffer) {
		if (buffer.remaining() != SIZE_BYTES) {
			return null;
		}
		ByteBuffer fields = buffer.slice();
		boolean whole = fields.getInt(0) == 0 && fields.getInt(FIELD_BYTES) == crc(fields);
		return whole ? new SnapshotTrailer(fields.getLong(Integer.BYTES), fields.getInt(Integer.BYTES + Long.BYTES))
				: null;
	}

	private static int crc(ByteBuffer buffer) {
		CRC32C crc = new CRC32C();
		crc.update(buffer.slice(0, FIELD_BYTES));
		return (int) crc.getValue();
	}

}
