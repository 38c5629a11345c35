package io.dongting.raft.log.segment;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.EntryBatch;

/**
 * A write that was handed to the journal, as far as its entries are still wanted.
 */
final class JournaledWrite {

	/** The number of a write that the journal has not answered yet. */
	static final long UNDER_WAY = -1;

	private final long epoch;

	private final List<EntryBatch> batches;

	private final long lastIndex;

	private long sizeBytes;

	private long number = UNDER_WAY;

	/**
	 * Create a write that is under way.
	 * @param epoch the write epoch
	 * @param batches consecutive entries, at least one
	 */
	JournaledWrite(long epoch, List<EntryBatch> batches) {
		this.epoch = epoch;
		this.batches = new ArrayList<>(batches);
		this.lastIndex = last().lastIndex();
		this.sizeBytes = sizeOf(batches);
	}

	private static long sizeOf(List<EntryBatch> batches) {
		return batches.stream().mapToLong(EntryBatch::sizeBytes).sum();
	}

	private EntryBatch last() {
		return this.batches.get(this.batches.size() - 1);
	}

	long epoch() {
		return this.epoch;
	}

	/** Return what is still wanted, perhaps nothing. */
	List<EntryBatch> batches() {
		return this.batches;
	}

	/** Return the last index that was handed to the journal, wanted or not. */
	long lastIndex() {
		return this.lastIndex;
	}

	/** Return the size of what is still wanted. */
	long sizeBytes() {
		return this.sizeBytes;
	}

	/** Return the number the journal gave to it. */
	long number() {
		return this.number;
	}

	void numbered(long given) {
		this.number = given;
	}

	/** Drop an entry and all behind it. */
	void dropFrom(long index) {
		while (!this.batches.isEmpty() && last().lastIndex() >= index) {
			EntryBatch batch = this.batches.remove(this.batches.size() - 1);
			if (batch.firstIndex() < index) {
				this.batches.add(batch.upTo(index - 1));
			}
		}
		this.sizeBytes = sizeOf(this.batches);
	}

	/** Return whether nothing of it is wanted behind an index. */
	boolean isDoneAt(long storedIndex) {
		return this.batches.isEmpty() || last().lastIndex() <= storedIndex;
	}

}
