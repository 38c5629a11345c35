package io.dongting.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file, twice: as every read sees them, and as they are on the disk.
 * What was done since the last sync is remembered, so that a crash can decide the fate of
 * each sector.
 */
final class SimulatedContent {

	private static final int SECTOR_BYTES = 512;

	private String path;

	private byte[] cached = new byte[0];

	private int cachedSize;

	private byte[] durable = new byte[0];

	private int durableSize;

	private final List<Change> changes = new ArrayList<>();

	SimulatedContent(String path) {
		this.path = path;
	}

	/** The name the file has now, or had last. */
	String path() {
		return this.path;
	}

	void renamed(String path) {
		this.path = path;
	}

	int sizeBytes() {
		return this.cachedSize;
	}

	byte[] bytes() {
		return Arrays.copyOf(this.cached, this.cachedSize);
	}

	byte[] durableBytes() {
		return Arrays.copyOf(this.durable, this.durableSize);
	}

	ByteBuffer durableView() {
		return ByteBuffer.wrap(this.durable, 0, this.durableSize).asReadOnlyBuffer();
	}

	int read(ByteBuffer target, long position) {
		int available = (int) Math.max(0, Math.min(target.remaining(), this.cachedSize - position));
		if (available > 0) {
			target.put(this.cached, (int) position, available);
		}
		return available;
	}

	void write(byte[] data, int position) {
		this.cached = grown(this.cached, position + data.length);
		System.arraycopy(data, 0, this.cached, position, data.length);
		this.cachedSize = Math.max(this.cachedSize, position + data.length);
		this.changes.add(new Change(position, data, this.cachedSize));
	}

	void truncate(int sizeBytes) {
		if (sizeBytes < this.cachedSize) {
			Arrays.fill(this.cached, sizeBytes, this.cachedSize, (byte) 0);
			this.cachedSize = sizeBytes;
			this.changes.add(new Change(sizeBytes, null, sizeBytes));
		}
	}

	void sync() {
		this.durable = grown(this.durable, this.cachedSize);
		for (Change change : this.changes) {
			if (change.data == null) {
				cutDurable(change.size);
			}
			else {
				writeDurable(change.data, 0, change.position, change.data.length);
			}
			this.durableSize = change.size;
		}
		this.changes.clear();
	}

	/** What a failed sync leaves: all reads well, nothing will be written any more. */
	void loseChanges() {
		this.changes.clear();
	}

	/**
	 * The power is gone: for each sector of each change that was not synced, and for the
	 * size, chance decides.
	 */
	void crash(CrashChoices choices) {
		int size = this.durableSize;
		for (Change change : this.changes) {
			if (change.data == null) {
				if (choices.hasHappened()) {
					cutDurable(change.size);
					size = change.size;
				}
				continue;
			}
			crashWrite(change.data, change.position, choices);
			if (change.size > size && choices.hasGrown()) {
				size = change.size;
			}
		}
		this.durable = grown(this.durable, size);
		Arrays.fill(this.durable, size, this.durable.length, (byte) 0);
		this.durableSize = size;
		this.changes.clear();
		this.cached = this.durable.clone();
		this.cachedSize = size;
	}

	private void crashWrite(byte[] data, int position, CrashChoices choices) {
		choices.nextWrite();
		int start = 0;
		while (start < data.length) {
			int end = Math.min(data.length, nextSector(position + start) - position);
			this.durable = grown(this.durable, position + end);
			boolean changes = !Arrays.equals(data, start, end, this.durable, position + start, position + end);
			writeDurable(data, start, position + start, choices.keptBytes(end - start, changes));
			start = end;
		}
	}

	/** Return another file of the same content and past. */
	SimulatedContent copy() {
		SimulatedContent copy = new SimulatedContent(this.path);
		copy.cached = this.cached.clone();
		copy.cachedSize = this.cachedSize;
		copy.durable = this.durable.clone();
		copy.durableSize = this.durableSize;
		copy.changes.addAll(this.changes);
		return copy;
	}

	/** Flip a bit of what is on the disk, and of what is read. */
	void flipBit(int position, int bit) {
		if (position < this.durableSize) {
			this.durable[position] ^= (byte) (1 << bit);
		}
		if (position < this.cachedSize) {
			this.cached[position] ^= (byte) (1 << bit);
		}
	}

	private void writeDurable(byte[] data, int dataOffset, int position, int count) {
		this.durable = grown(this.durable, position + count);
		System.arraycopy(data, dataOffset, this.durable, position, count);
	}

	private void cutDurable(int size) {
		if (size < this.durable.length) {
			Arrays.fill(this.durable, size, this.durable.length, (byte) 0);
		}
	}

	private static int nextSector(int position) {
		return (position / SECTOR_BYTES + 1) * SECTOR_BYTES;
	}

	private static byte[] grown(byte[] bytes, int size) {
		return (size <= bytes.length) ? bytes : Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
	}

	/**
	 * A write, or a cut when there is no data.
	 *
	 * @param position where it begins
	 * @param data what was written
	 * @param size the size of the file after it
	 */
	private record Change(int position, byte @Nullable [] data, int size) {

	}

}
