package io.dongting.raft.log;

import java.nio.ByteBuffer;

/**
 * Where the fields of an encoded entry are. All numbers are big-endian.
 *
 * <pre>
 *  0  int   CRC32C of everything behind it, body included
 *  4  int   length of the body in bytes
 *  8  long  index
 * 16  long  term
 * 24  long  term of the entry before
 * 32  long  timestamp, milliseconds since the epoch
 * 40  byte  type
 * 41  three zero bytes
 * 44  body
 * </pre>
 */
public final class EntryFormat {

	/** The size in bytes of what stands before the body. */
	public static final int HEADER_BYTES = 44;

	static final int CRC_OFFSET = 0;

	static final int BODY_LENGTH_OFFSET = 4;

	static final int INDEX_OFFSET = 8;

	static final int TERM_OFFSET = 16;

	static final int PREVIOUS_TERM_OFFSET = 24;

	static final int TIMESTAMP_OFFSET = 32;

	static final int TYPE_OFFSET = 40;

	/** The first byte the CRC covers. */
	static final int CHECKED_OFFSET = BODY_LENGTH_OFFSET;

	private EntryFormat() {
	}

	/**
	 * Return the size of the entry at an offset, as its header states it. Only a verified
	 * header may be believed.
	 * @param buffer holds at least the header of the entry
	 * @param offset where the entry begins
	 * @return the size in bytes, with the header
	 */
	public static int sizeBytes(ByteBuffer buffer, int offset) {
		return HEADER_BYTES + buffer.getInt(offset + BODY_LENGTH_OFFSET);
	}

	/**
	 * Return the index of the entry at an offset.
	 * @param buffer holds at least the header of the entry
	 * @param offset where the entry begins
	 * @return the index
	 */
	public static long index(ByteBuffer buffer, int offset) {
		return buffer.getLong(offset + INDEX_OFFSET);
	}

	/**
	 * Return the term of the entry at an offset.
	 * @param buffer holds at least the header of the entry
	 * @param offset where the entry begins
	 * @return the term
	 */
	public static long term(ByteBuffer buffer, int offset) {
		return buffer.getLong(offset + TERM_OFFSET);
	}

	static long previousTerm(ByteBuffer buffer, int offset) {
		return buffer.getLong(offset + PREVIOUS_TERM_OFFSET);
	}

}
