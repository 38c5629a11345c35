package io.dongting.samples.benchmark.load;

import java.util.concurrent.atomic.AtomicLongArray;

import io.dongting.samples.benchmark.contest.Command;
import org.jspecify.annotations.Nullable;

/**
 * What was written to the keys of a group, whose values only grow. That makes it easy to
 * tell whether a read was linearizable: it must see at least what was acknowledged before
 * it began, at most what was begun before it ended, and not less than a read before it.
 */
public final class WriteHistory {

	private final AtomicLongArray begun = new AtomicLongArray(Command.KEYS);

	private final AtomicLongArray visible = new AtomicLongArray(Command.KEYS);

	void begin(int key, long value) {
		this.begun.accumulateAndGet(key, value, Math::max);
	}

	void acknowledge(int key, long value) {
		this.visible.accumulateAndGet(key, value, Math::max);
	}

	/** Return what a read that begins now has to see. */
	long mustBeSeen(int key) {
		return this.visible.get(key);
	}

	/**
	 * Check what a read that ends now has seen.
	 * @param key the key
	 * @param leastValue what it had to see when it began
	 * @param value what it has seen
	 * @return what is wrong with it, {@code null} if nothing is
	 */
	@Nullable String check(int key, long leastValue, long value) {
		long mostValue = this.begun.get(key);
		if (value < leastValue || value > mostValue) {
			return "A read of key " + key + " saw " + value + ", but had to see " + leastValue + " at least and "
					+ mostValue + " at most";
		}
		this.visible.accumulateAndGet(key, value, Math::max);
		return null;
	}

}
