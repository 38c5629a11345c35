package io.dongting.samples.benchmark.contest;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The state of one group on one node, the same for all engines: the greatest value of
 * each key, and how many commands were applied. Written by one thread at a time, read by
 * any, since some engines read beside the state machine.
 */
public final class Replica {

	private final AtomicLongArray values = new AtomicLongArray(Command.KEYS);

	private final AtomicLong applied = new AtomicLong();

	/**
	 * Apply a command.
	 * @param command the command, from its position on; left as it is
	 */
	public void apply(ByteBuffer command) {
		int key = Command.key(command);
		long value = Command.value(command);
		// Commands that are under way together may be ordered either way
		if (value > this.values.getPlain(key)) {
			this.values.setRelease(key, value);
		}
		this.applied.setRelease(this.applied.getPlain() + 1);
	}

	/**
	 * Return the value of a key.
	 * @param key the key
	 * @return its value, 0 if it was never set
	 */
	public long value(int key) {
		return this.values.getAcquire(key);
	}

	/**
	 * Return how many commands were applied.
	 * @return their number
	 */
	public long applied() {
		return this.applied.getAcquire();
	}

}
