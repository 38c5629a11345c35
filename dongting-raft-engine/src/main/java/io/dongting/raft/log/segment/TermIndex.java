package io.dongting.raft.log.segment;

import java.util.Arrays;

import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;

/**
 * Where each term of the log begins. Grows with elections, not with entries.
 */
final class TermIndex {

	private long firstIndex;

	private long termBefore;

	private long[] starts = new long[16];

	private long[] terms = new long[16];

	private int count;

	private long lastIndex;

	/**
	 * Create the terms of an empty log.
	 * @param firstIndex the index of the first entry to come
	 * @param termBefore the term of the entry before that
	 */
	TermIndex(long firstIndex, long termBefore) {
		this.firstIndex = firstIndex;
		this.termBefore = termBefore;
		this.lastIndex = firstIndex - 1;
	}

	/** Note the entry behind the last. */
	void append(long index, long term) {
		if (index != this.lastIndex + 1 || term < lastTerm()) {
			throw new IllegalStateException("Entry " + index + " of term " + term + " does not follow entry "
					+ this.lastIndex + " of term " + lastTerm());
		}
		this.lastIndex = index;
		if (this.count > 0 && this.terms[this.count - 1] == term) {
			return;
		}
		if (this.count == this.starts.length) {
			this.starts = Arrays.copyOf(this.starts, 2 * this.count);
			this.terms = Arrays.copyOf(this.terms, 2 * this.count);
		}
		this.starts[this.count] = index;
		this.terms[this.count] = term;
		this.count++;
	}

	/** Note entries behind the last; entries of one term cost no more than one. */
	void append(EntryBatch batch) {
		if (batch.firstTerm() == batch.lastTerm()) {
			append(batch.firstIndex(), batch.firstTerm());
			this.lastIndex = batch.lastIndex();
			return;
		}
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			append(cursor.index(), cursor.term());
		}
	}

	/** Forget an entry and all behind it. */
	void truncateFrom(long index) {
		this.lastIndex = index - 1;
		while (this.count > 0 && this.starts[this.count - 1] >= index) {
			this.count--;
		}
	}

	/**
	 * Forget the entries before one.
	 * @param index the first to keep; one before the present first changes nothing
	 */
	void deleteBefore(long index) {
		if (index <= this.firstIndex) {
			return;
		}
		this.termBefore = termAt(index - 1);
		this.firstIndex = index;
		int first = 0;
		while (first < this.count && (first + 1 < this.count ? this.starts[first + 1] : this.lastIndex + 1) <= index) {
			first++;
		}
		this.count -= first;
		System.arraycopy(this.starts, first, this.starts, 0, this.count);
		System.arraycopy(this.terms, first, this.terms, 0, this.count);
		if (this.count > 0) {
			this.starts[0] = Math.max(this.starts[0], index);
		}
	}

	/** Begin anew, without entries, behind an entry. */
	void beginBehind(long index, long term) {
		this.firstIndex = index + 1;
		this.termBefore = term;
		this.lastIndex = index;
		this.count = 0;
	}

	/**
	 * Return the term of an entry.
	 * @param index any index
	 * @return the term; of the entry before the first as well; -1 for any other
	 */
	long termAt(long index) {
		if (index == this.firstIndex - 1) {
			return this.termBefore;
		}
		if (index < this.firstIndex || index > this.lastIndex) {
			return -1;
		}
		int found = Arrays.binarySearch(this.starts, 0, this.count, index);
		return this.terms[(found >= 0) ? found : -found - 2];
	}

	long firstIndex() {
		return this.firstIndex;
	}

	long lastIndex() {
		return this.lastIndex;
	}

	long lastTerm() {
		return (this.count == 0) ? this.termBefore : this.terms[this.count - 1];
	}

}
