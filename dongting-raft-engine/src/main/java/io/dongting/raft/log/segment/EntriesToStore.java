package io.dongting.raft.log.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.EntryBatch;

/**
 * Consecutive entries on their way to the segments, taken from the front as they fit.
 */
final class EntriesToStore {

	private final ArrayDeque<EntryBatch> batches;

	private EntriesToStore(ArrayDeque<EntryBatch> batches) {
		this.batches = batches;
	}

	/**
	 * Pass over what is stored already.
	 * @param lastIndex the last index that is stored
	 * @param batches consecutive entries, the first not beyond the next
	 */
	static EntriesToStore behind(long lastIndex, List<EntryBatch> batches) {
		ArrayDeque<EntryBatch> rest = new ArrayDeque<>(batches.size());
		long next = lastIndex + 1;
		for (EntryBatch batch : batches) {
			if (batch.firstIndex() > next) {
				throw new IllegalStateException(batch + " where entry " + next + " belongs");
			}
			if (batch.lastIndex() >= next) {
				rest.add(batch.from(next));
				next = batch.lastIndex() + 1;
			}
		}
		return new EntriesToStore(rest);
	}

	boolean isEmpty() {
		return this.batches.isEmpty();
	}

	/** Return the first batch of those that are left. */
	EntryBatch first() {
		return this.batches.element();
	}

	/** Take from the front what fits a size; a batch is split between entries. */
	List<EntryBatch> takeFitting(int roomBytes) {
		List<EntryBatch> fitting = new ArrayList<>(this.batches.size());
		int room = roomBytes;
		while (!this.batches.isEmpty()) {
			EntryBatch batch = this.batches.remove();
			EntryBatch part = batch.limit(room);
			if (part.sizeBytes() > room) {
				this.batches.addFirst(batch);
				break;
			}
			fitting.add(part);
			room -= part.sizeBytes();
			if (part != batch) {
				this.batches.addFirst(batch.from(part.lastIndex() + 1));
				break;
			}
		}
		return fitting;
	}

}
