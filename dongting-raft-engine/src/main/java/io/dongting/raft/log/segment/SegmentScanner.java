package io.dongting.raft.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryFormat;
import io.dongting.raft.log.EntryVerifier;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.StorageFile;

/**
 * Reads a segment from its first entry on when the log is opened, verifying each entry
 * and noting places and terms.
 */
final class SegmentScanner {

	private static final int WINDOW_BYTES = 1024 * 1024;

	private final String path;

	private final StorageFile file;

	private final SegmentHeader header;

	private final PositionIndex positions = new PositionIndex();

	private final TermIndex terms;

	private final EntryVerifier verifier;

	private LogEnd end;

	/** Holds the bytes behind the end, from its position to its limit. */
	private ByteBuffer window;

	/**
	 * Create a scanner before the first entry.
	 * @param path the path of the segment
	 * @param file the open file
	 * @param header its header, which continues the log scanned so far
	 * @param terms where terms are noted
	 */
	SegmentScanner(String path, StorageFile file, SegmentHeader header, TermIndex terms) {
		this.path = path;
		this.file = file;
		this.header = header;
		this.terms = terms;
		this.window = ByteBuffer.allocate(Math.min(WINDOW_BYTES, header.sizeBytes())).limit(0);
		long lastIndex = header.firstIndex() - 1;
		this.verifier = EntryVerifier.after(lastIndex, header.previousTerm());
		this.end = new LogEnd(header.firstIndex(), SegmentFormat.ENTRIES_OFFSET, lastIndex, header.previousTerm());
	}

	/**
	 * Scan up to an entry that was durable.
	 * @param lastIndex its index
	 * @throws LogDamagedException if an entry does not read well
	 */
	void scanTo(long lastIndex) throws IOException {
		while (this.end.lastIndex() < lastIndex) {
			long index = this.end.lastIndex() + 1;
			try {
				fill(EntryFormat.HEADER_BYTES);
				fill(claimedBytes());
				int position = this.window.position();
				int sizeBytes = this.verifier.verify(this.window, position);
				long term = EntryFormat.term(this.window, position);
				this.positions.add(index, this.end.offset());
				this.terms.append(index, term);
				this.window.position(position + sizeBytes);
				this.end = new LogEnd(this.header.firstIndex(), this.end.offset() + sizeBytes, index, term);
			}
			catch (CorruptEntryException ex) {
				throw new LogDamagedException(this.path, this.end.offset(), index, "a durable entry does not verify",
						ex);
			}
		}
	}

	/**
	 * The size the next entry claims, or no more than its header where that is absurd.
	 */
	private int claimedBytes() {
		if (this.window.remaining() < EntryFormat.HEADER_BYTES) {
			return 0;
		}
		int sizeBytes = EntryFormat.sizeBytes(this.window, this.window.position());
		boolean possible = sizeBytes >= EntryFormat.HEADER_BYTES
				&& sizeBytes <= this.header.sizeBytes() - this.end.offset();
		return possible ? sizeBytes : EntryFormat.HEADER_BYTES;
	}

	/** Have so many bytes in the window, unless the file ends before. */
	private void fill(int neededBytes) throws IOException {
		if (this.window.remaining() >= neededBytes) {
			return;
		}
		int remaining = this.window.remaining();
		if (neededBytes > this.window.capacity()) {
			this.window = ByteBuffer.allocate(neededBytes).put(this.window);
		}
		else {
			this.window.compact();
		}
		this.file.read(this.window, this.end.offset() + (long) remaining);
		this.window.flip();
	}

	/**
	 * Return whether the bytes of a write are all there. It begins where the scan has got
	 * to.
	 * @param identity the identity of the write
	 */
	boolean matches(BatchIdentity identity) throws IOException {
		if (identity.beginOffset() != this.end.offset() || identity.endOffset() > this.header.sizeBytes()) {
			throw new LogDamagedException(this.path, this.end.offset(), identity.firstIndex(),
					"a slot places these entries at bytes " + identity.beginOffset() + " to " + identity.endOffset(),
					null);
		}
		CRC32C crc = new CRC32C();
		int offset = identity.beginOffset();
		while (offset < identity.endOffset()) {
			ByteBuffer bytes = read(offset, identity.endOffset());
			if (!bytes.hasRemaining()) {
				return false;
			}
			offset += bytes.remaining();
			crc.update(bytes);
		}
		return (int) crc.getValue() == identity.crc();
	}

	/** Write the bytes of a write again, as they are. */
	void rewrite(BatchIdentity identity) throws IOException {
		int offset = identity.beginOffset();
		while (offset < identity.endOffset()) {
			ByteBuffer bytes = read(offset, identity.endOffset());
			int count = bytes.remaining();
			this.file.write(bytes, offset);
			offset += count;
		}
	}

	private ByteBuffer read(int offset, int endOffset) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(Math.min(WINDOW_BYTES, endOffset - offset));
		this.file.read(bytes, offset);
		return bytes.flip();
	}

	LogEnd end() {
		return this.end;
	}

	/** The segment as far as it was scanned. */
	SegmentFile segment() {
		return new SegmentFile(this.path, this.file, this.header, this.positions, this.end);
	}

}
