package io.dongting.raft.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * Checks entries one after the other: each one's own CRC32C, and that it continues the
 * one before. Not thread-safe; cheap to make.
 */
public final class EntryVerifier {

	private static final long UNKNOWN = -1;

	private static final int SCRATCH_BYTES = 4096;

	private final CRC32C crc = new CRC32C();

	/** Read-only heap buffers hide their array; made when the first one comes. */
	private byte @Nullable [] scratch;

	private long nextIndex;

	private long lastTerm;

	private EntryVerifier(long nextIndex, long lastTerm) {
		this.nextIndex = nextIndex;
		this.lastTerm = lastTerm;
	}

	/**
	 * Return a verifier that takes any first entry.
	 * @return the verifier
	 */
	public static EntryVerifier anywhere() {
		return new EntryVerifier(UNKNOWN, UNKNOWN);
	}

	/**
	 * Return a verifier whose first entry must continue a log.
	 * @param lastIndex the last index of that log
	 * @param lastTerm the term of that index
	 * @return the verifier
	 */
	public static EntryVerifier after(long lastIndex, long lastTerm) {
		return new EntryVerifier(lastIndex + 1, lastTerm);
	}

	/**
	 * Check the next entry and step behind it.
	 * @param buffer holds the entry, up to its limit; its position does not count and
	 * does not move
	 * @param offset where the entry begins
	 * @return the size of the entry in bytes
	 * @throws CorruptEntryException if it is not whole, damaged, or not the next one
	 */
	public int verify(ByteBuffer buffer, int offset) throws CorruptEntryException {
		int sizeBytes = checkSize(buffer, offset);
		checkCrc(buffer, offset, sizeBytes);
		checkType(buffer, offset);
		checkChain(buffer, offset);
		return sizeBytes;
	}

	private int checkSize(ByteBuffer buffer, int offset) throws CorruptEntryException {
		int available = buffer.limit() - offset;
		if (available < EntryFormat.HEADER_BYTES) {
			throw new CorruptEntryException(offset, "Entry header cut off after " + available + " bytes");
		}
		int bodyLength = buffer.getInt(offset + EntryFormat.BODY_LENGTH_OFFSET);
		if (bodyLength < 0 || bodyLength > available - EntryFormat.HEADER_BYTES) {
			throw new CorruptEntryException(offset, "Entry body of " + bodyLength + " bytes where "
					+ (available - EntryFormat.HEADER_BYTES) + " bytes are left");
		}
		return EntryFormat.HEADER_BYTES + bodyLength;
	}

	private void checkCrc(ByteBuffer buffer, int offset, int sizeBytes) throws CorruptEntryException {
		this.crc.reset();
		updateCrc(buffer, offset + EntryFormat.CHECKED_OFFSET, offset + sizeBytes);
		if ((int) this.crc.getValue() != buffer.getInt(offset + EntryFormat.CRC_OFFSET)) {
			throw new CorruptEntryException(offset, "Entry with a wrong CRC");
		}
	}

	private void updateCrc(ByteBuffer buffer, int start, int end) {
		if (buffer.hasArray()) {
			this.crc.update(buffer.array(), buffer.arrayOffset() + start, end - start);
		}
		else if (buffer.isDirect()) {
			this.crc.update(buffer.slice(start, end - start));
		}
		else {
			byte[] copy = scratch(end - start);
			for (int at = start; at < end; at += copy.length) {
				int count = Math.min(copy.length, end - at);
				buffer.get(at, copy, 0, count);
				this.crc.update(copy, 0, count);
			}
		}
	}

	private byte[] scratch(int neededBytes) {
		byte[] present = this.scratch;
		if (present == null || present.length < Math.min(neededBytes, SCRATCH_BYTES)) {
			present = new byte[Math.min(2 * neededBytes, SCRATCH_BYTES)];
			this.scratch = present;
		}
		return present;
	}

	private void checkType(ByteBuffer buffer, int offset) throws CorruptEntryException {
		byte code = buffer.get(offset + EntryFormat.TYPE_OFFSET);
		if (EntryType.ofCode(code) == null) {
			throw new CorruptEntryException(offset, "Entry of unknown type " + code);
		}
		// The type and three bytes that must be zero, read as one number
		if (buffer.getInt(offset + EntryFormat.TYPE_OFFSET) != code << 24) {
			throw new CorruptEntryException(offset, "Entry with reserved bytes in use");
		}
	}

	private void checkChain(ByteBuffer buffer, int offset) throws CorruptEntryException {
		long index = EntryFormat.index(buffer, offset);
		long term = EntryFormat.term(buffer, offset);
		long previousTerm = EntryFormat.previousTerm(buffer, offset);
		if (index < 1 || (this.nextIndex != UNKNOWN && index != this.nextIndex)) {
			throw new CorruptEntryException(offset, "Entry " + index + " where entry " + this.nextIndex + " belongs");
		}
		if (previousTerm < 0 || (this.lastTerm != UNKNOWN && previousTerm != this.lastTerm)) {
			throw new CorruptEntryException(offset, "Entry " + index + " follows term " + previousTerm
					+ " but the entry before is of term " + this.lastTerm);
		}
		if (term < 1 || term < previousTerm) {
			throw new CorruptEntryException(offset,
					"Entry " + index + " of term " + term + " after term " + previousTerm);
		}
		this.nextIndex = index + 1;
		this.lastTerm = term;
	}

}
