package io.dongting.simulation;

import java.io.IOException;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What is to go wrong with a {@link SimulatedFileSystem}. A crash of the disk ends all of
 * it.
 */
public final class DiskFaults {

	private static final long NEVER = -1;

	private static final long UNLIMITED = Long.MAX_VALUE;

	private long crashAfter = NEVER;

	private @Nullable Predicate<DiskOperation> crashing;

	private int crashDelay;

	private boolean powerLost;

	private long spaceBytes = UNLIMITED;

	private @Nullable Predicate<String> failingSync;

	private @Nullable Predicate<String> failingWrite;

	private @Nullable Predicate<String> unreadable;

	private long unreadableFrom;

	private long unreadableTo;

	DiskFaults() {
	}

	/**
	 * Lose the power right after an operation was done, before its caller learns of it.
	 * @param operation the number of the operation, see
	 * {@link SimulatedFileSystem#operations()}
	 */
	public void crashAfter(long operation) {
		this.crashAfter = operation;
	}

	/**
	 * Lose the power a few operations after the next one that matches.
	 * @param operation tells the operation
	 * @param later how many operations later; 0 for right after it
	 */
	public void crashAfterNext(Predicate<DiskOperation> operation, int later) {
		this.crashing = operation;
		this.crashDelay = later;
	}

	/**
	 * Fail the next sync of a file or directory that matches, losing what it should have
	 * made durable; the sync after that succeeds, and what was lost still reads well
	 * until the next crash, as on a real machine.
	 * @param path tells by the path which sync is to fail
	 */
	public void failNextSync(Predicate<String> path) {
		this.failingSync = path;
	}

	/**
	 * Fail the next write to a file that matches, with nothing written.
	 * @param path tells by the path which write is to fail
	 */
	public void failNextWrite(Predicate<String> path) {
		this.failingWrite = path;
	}

	/**
	 * Accept so many more bytes of writes, then be full, as a disk that copies on write
	 * is even for space that was taken before. What still fits of a write is written.
	 * @param spaceBytes the space in bytes
	 */
	public void limitSpace(long spaceBytes) {
		this.spaceBytes = spaceBytes;
	}

	/**
	 * Have space again.
	 */
	public void freeSpace() {
		this.spaceBytes = UNLIMITED;
	}

	/**
	 * Return whether space is limited at the moment.
	 * @return whether it is
	 */
	public boolean isSpaceLimited() {
		return this.spaceBytes != UNLIMITED;
	}

	/**
	 * Fail all reads that touch a place.
	 * @param path tells by the path which file
	 * @param from the first byte that cannot be read
	 * @param to the byte behind the last
	 */
	public void failReads(Predicate<String> path, long from, long to) {
		this.unreadable = path;
		this.unreadableFrom = from;
		this.unreadableTo = to;
	}

	/**
	 * Plan no fault any more, and have power again.
	 */
	public void clear() {
		this.crashAfter = NEVER;
		this.crashing = null;
		this.powerLost = false;
		this.spaceBytes = UNLIMITED;
		this.failingSync = null;
		this.failingWrite = null;
		this.unreadable = null;
	}

	void requirePower() {
		if (this.powerLost) {
			throw new SimulatedCrash("The power is off");
		}
	}

	void afterOperation(DiskOperation operation) {
		long number = operation.number();
		Predicate<DiskOperation> awaited = this.crashing;
		if (awaited != null && awaited.test(operation)) {
			this.crashing = null;
			this.crashAfter = number + this.crashDelay;
		}
		if (number == this.crashAfter) {
			this.powerLost = true;
			throw new SimulatedCrash("Power lost after operation " + number);
		}
	}

	boolean takeSyncFailure(String path) {
		Predicate<String> failing = this.failingSync;
		if (failing == null || !failing.test(path)) {
			return false;
		}
		this.failingSync = null;
		return true;
	}

	/** Return how many of so many bytes can be written. */
	int beforeWrite(String path, int sizeBytes) throws IOException {
		Predicate<String> failing = this.failingWrite;
		if (failing != null && failing.test(path)) {
			this.failingWrite = null;
			throw new IOException(path + ": simulated failure of a write");
		}
		int allowed = (int) Math.min(sizeBytes, this.spaceBytes);
		if (isSpaceLimited()) {
			this.spaceBytes -= allowed;
		}
		return allowed;
	}

	void beforeRead(String path, long position, int sizeBytes) throws IOException {
		Predicate<String> failing = this.unreadable;
		if (failing != null && failing.test(path) && position < this.unreadableTo
				&& position + sizeBytes > this.unreadableFrom) {
			throw new IOException(path + ": simulated failure of a read");
		}
	}

	long spaceBytes() {
		return this.spaceBytes;
	}

}
