package io.dongting.raft.log.segment;

import java.util.Arrays;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import org.jspecify.annotations.Nullable;

/**
 * Where in a segment some of its entries are, one about every {@value #STRIDE_BYTES}
 * bytes, so that any entry is found by reading a few headers; and those with which the
 * next reads will probably begin.
 */
final class PositionIndex {

	static final int STRIDE_BYTES = 16 * 1024;

	/** So many readers that each go on where they stopped find their place. */
	private static final int MOST_REMEMBERED = 8;

	private long[] indexes = new long[16];

	private int[] offsets = new int[16];

	private int count;

	/** Where reads ended, and the next ones probably begin; the oldest is replaced. */
	private final @Nullable Place[] remembered = new Place[MOST_REMEMBERED];

	private int nextRemembered;

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
		Arrays.fill(this.remembered, null);
	}

	/**
	 * Remember an entry that will probably be looked for soon.
	 * @param index its index; it need not be there yet
	 * @param offset where it begins, in bytes
	 */
	void remember(long index, int offset) {
		this.remembered[this.nextRemembered] = new Place(index, offset);
		this.nextRemembered = (this.nextRemembered + 1) % MOST_REMEMBERED;
	}

	/**
	 * Return the nearest known place that is not behind an index.
	 * @param index an index that is in the segment
	 * @return where an entry begins
	 */
	Place floor(long index) {
		int found = Arrays.binarySearch(this.indexes, 0, this.count, index);
		int at = (found >= 0) ? found : -found - 2;
		Place nearest = new Place(this.indexes[at], this.offsets[at]);
		for (Place place : this.remembered) {
			if (place != null && place.index() <= index && place.index() > nearest.index()) {
				nearest = place;
			}
		}
		return nearest;
	}

	/**
	 * Where an entry begins.
	 *
	 * @param index its index
	 * @param offset its offset in bytes
	 */
	record Place(long index, int offset) {

	}

}
