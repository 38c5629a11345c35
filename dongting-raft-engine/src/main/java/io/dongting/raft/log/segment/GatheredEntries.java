package io.dongting.raft.log.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * What was appended and is in no write yet: without gaps, ends where the log ends.
 */
final class GatheredEntries {

	private final ArrayDeque<EntryBatch> batches = new ArrayDeque<>();

	private long sizeBytes;

	boolean isEmpty() {
		return this.batches.isEmpty();
	}

	long sizeBytes() {
		return this.sizeBytes;
	}

	void add(EntryBatch batch) {
		this.batches.addLast(batch);
		this.sizeBytes += batch.sizeBytes();
	}

	private void addFirst(EntryBatch batch) {
		this.batches.addFirst(batch);
		this.sizeBytes += batch.sizeBytes();
	}

	void clear() {
		this.batches.clear();
		this.sizeBytes = 0;
	}

	/** Drop an entry and all behind it. */
	void dropFrom(long index) {
		@Nullable EntryBatch last = this.batches.peekLast();
		while (last != null && last.lastIndex() >= index) {
			this.batches.removeLast();
			this.sizeBytes -= last.sizeBytes();
			if (last.firstIndex() < index) {
				add(last.upTo(index - 1));
			}
			last = this.batches.peekLast();
		}
	}

	List<EntryBatch> takeAll() {
		List<EntryBatch> taken = new ArrayList<>(this.batches);
		clear();
		return taken;
	}

	/**
	 * Put the entries of a write back to the front.
	 * @param taken what was taken last
	 * @param lastKept the last of them that is still wanted
	 */
	void putBack(List<EntryBatch> taken, long lastKept) {
		for (int i = taken.size() - 1; i >= 0; i--) {
			EntryBatch batch = taken.get(i);
			if (batch.lastIndex() <= lastKept) {
				addFirst(batch);
			}
			else if (batch.firstIndex() <= lastKept) {
				addFirst(batch.upTo(lastKept));
			}
		}
	}

}
