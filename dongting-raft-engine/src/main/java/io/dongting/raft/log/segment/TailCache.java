package io.dongting.raft.log.segment;

import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.log.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log in memory: everything that is not durable, and behind that as much
 * as the limit allows. The batches are those that were appended, so nothing is copied;
 * they leave as wholes, oldest first.
 */
final class TailCache {

	/** About what a batch costs beside its entries, so that many small ones count. */
	static final int BATCH_OVERHEAD_BYTES = 128;

	/** So much is kept for whoever was gone for a moment, though nobody needs it now. */
	static final int RECENT_BYTES = 256 * 1024;

	private final long limitBytes;

	private final long recentBytes;

	/** By first index, without gaps. */
	private final TreeMap<Long, EntryBatch> batches = new TreeMap<>();

	/** Of all batches, with the overhead. */
	private long sizeBytes;

	/**
	 * Create a cache.
	 * @param limitBytes how much of what is durable is kept at most
	 * @param recentBytes how much of what nobody needs is kept
	 */
	TailCache(long limitBytes, long recentBytes) {
		this.limitBytes = limitBytes;
		this.recentBytes = Math.min(recentBytes, limitBytes);
	}

	void append(EntryBatch batch) {
		this.batches.put(batch.firstIndex(), batch);
		this.sizeBytes += cost(batch);
	}

	/** Drop an entry and all behind it. */
	void truncateFrom(long index) {
		Map.@Nullable Entry<Long, EntryBatch> last = this.batches.lastEntry();
		while (last != null && last.getValue().lastIndex() >= index) {
			EntryBatch batch = last.getValue();
			this.batches.remove(last.getKey());
			this.sizeBytes -= cost(batch);
			if (batch.firstIndex() < index) {
				append(batch.upTo(index - 1));
			}
			last = this.batches.lastEntry();
		}
	}

	/** Drop the batches that hold nothing from an index on. */
	void deleteBefore(long index) {
		Map.@Nullable Entry<Long, EntryBatch> first = this.batches.firstEntry();
		while (first != null && first.getValue().lastIndex() < index) {
			this.batches.remove(first.getKey());
			this.sizeBytes -= cost(first.getValue());
			first = this.batches.firstEntry();
		}
	}

	void clear() {
		this.batches.clear();
		this.sizeBytes = 0;
	}

	/**
	 * Let go what is durable and above a limit.
	 * @param durableIndex the last entry that is durable
	 * @param unneededIndex the last entry that nobody needs now
	 */
	void evict(long durableIndex, long unneededIndex) {
		Map.@Nullable Entry<Long, EntryBatch> first = this.batches.firstEntry();
		while (first != null && first.getValue().lastIndex() <= durableIndex
				&& this.sizeBytes > limitBytes(first.getValue(), unneededIndex)) {
			this.batches.remove(first.getKey());
			this.sizeBytes -= cost(first.getValue());
			first = this.batches.firstEntry();
		}
	}

	private long limitBytes(EntryBatch batch, long unneededIndex) {
		return (batch.lastIndex() <= unneededIndex) ? this.recentBytes : this.limitBytes;
	}

	@Nullable EntryBatch read(long fromIndex, int maxBytes) {
		Map.@Nullable Entry<Long, EntryBatch> entry = this.batches.floorEntry(fromIndex);
		if (entry == null || entry.getValue().lastIndex() < fromIndex) {
			return null;
		}
		return entry.getValue().from(fromIndex).limit(maxBytes);
	}

	/** The size of all batches that reach beyond an index. */
	long bytesBehind(long index) {
		long bytes = 0;
		for (EntryBatch batch : this.batches.descendingMap().values()) {
			if (batch.lastIndex() <= index) {
				break;
			}
			bytes += batch.sizeBytes();
		}
		return bytes;
	}

	private static int cost(EntryBatch batch) {
		return batch.sizeBytes() + BATCH_OVERHEAD_BYTES;
	}

}
