package io.dongting.raft.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * Fields that prove by a magic number and a CRC32C that they are whole: the form of
 * headers and slots. Any thread.
 */
public final class CheckedPage {

	private static final int CRC_BYTES = 4;

	private CheckedPage() {
	}

	/**
	 * Seal fields.
	 * @param buffer the fields, written from position 0 up to the position
	 * @return the same buffer, with the CRC behind the fields, ready to be written
	 */
	public static ByteBuffer seal(ByteBuffer buffer) {
		int sizeBytes = buffer.position();
		buffer.putInt(crc(buffer, sizeBytes));
		return buffer.flip();
	}

	/**
	 * Open sealed fields.
	 * @param buffer holds them from position 0
	 * @param magic what they must begin with
	 * @param fieldBytes their size without the CRC
	 * @return the same buffer, positioned behind the magic number, or {@code null} when
	 * they are not whole
	 */
	public static @Nullable ByteBuffer open(ByteBuffer buffer, long magic, int fieldBytes) {
		if (buffer.limit() < fieldBytes + CRC_BYTES || buffer.getLong(0) != magic
				|| buffer.getInt(fieldBytes) != crc(buffer, fieldBytes)) {
			return null;
		}
		return buffer.position(Long.BYTES);
	}

	/**
	 * Return the size of sealed fields.
	 * @param fieldBytes the size of the fields
	 * @return their size with the CRC
	 */
	public static int sealedBytes(int fieldBytes) {
		return fieldBytes + CRC_BYTES;
	}

	private static int crc(ByteBuffer buffer, int sizeBytes) {
		CRC32C crc = new CRC32C();
		crc.update(buffer.slice(0, sizeBytes));
		return (int) crc.getValue();
	}

}
