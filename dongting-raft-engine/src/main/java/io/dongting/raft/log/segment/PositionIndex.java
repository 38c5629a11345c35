package io.dongting.raft.log.segment;

import java.util.Arrays;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;

/**
 * Where in a segment some of its entries are, one about every {@value #STRIDE_BYTES}
 * bytes, so that any entry is found by reading a few headers.
 */
final class PositionIndex {

	static final int STRIDE_BYTES = 16 * 1024;

	private long[] indexes = new long[16];

	private int[] offsets = new int[16];

	private int count;

	/**
	 * Note entries behind those noted so far.
	 * @param batch the entries
	 * @param offset where the first begins, in bytes
	 */
	void add(EntryBatch batch, int offset) {
		add(batch.firstIndex(), offset);
		if (batch.sizeBytes() < STRIDE_BYTES) {
			return;
		}
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			add(cursor.index(), offset + cursor.offset());
		}
	}

	/**
	 * Note one entry behind those noted so far, if the last note is far enough.
	 * @param index its index
	 * @param offset where it begins, in bytes
	 */
	void add(long index, int offset) {
		if (this.count > 0 && offset - this.offsets[this.count - 1] < STRIDE_BYTES) {
			return;
		}
		if (this.count == this.indexes.length) {
			this.indexes = Arrays.copyOf(this.indexes, 2 * this.count);
			this.offsets = Arrays.copyOf(this.offsets, 2 * this.count);
		}
		this.indexes[this.count] = index;
		this.offsets[this.count] = offset;
		this.count++;
	}

	/** Forget an entry and all behind it. */
	void truncateFrom(long index) {
		while (this.count > 0 && this.indexes[this.count - 1] >= index) {
			this.count--;
		}
	}

	/**
	 * Return the place of the last noted entry that is not behind an index.
	 * @param index an index that is in the segment
	 * @return its place among the notes, for {@link #index} and {@link #offset}
	 */
	int floor(long index) {
		int found = Arrays.binarySearch(this.indexes, 0, this.count, index);
		return (found >= 0) ? found : -found - 2;
	}

	long index(int place) {
		return this.indexes[place];
	}

	int offset(int place) {
		return this.offsets[place];
	}

}
