package io.dongting.samples.kvstore.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Hands out keys: some at a time, so that clients meet, and none for too many operations,
 * so that its history can be judged. Thread-safe.
 */
final class KeyPool {

	private static final int KEYS_AT_A_TIME = 16;

	private static final int OPERATIONS_PER_KEY = 400;

	private final int[] operations = new int[KEYS_AT_A_TIME];

	private final String[] current = new String[KEYS_AT_A_TIME];

	private final List<String> all = new ArrayList<>();

	KeyPool() {
		for (int slot = 0; slot < KEYS_AT_A_TIME; slot++) {
			renew(slot);
		}
	}

	synchronized String next(RandomGenerator random) {
		int slot = random.nextInt(KEYS_AT_A_TIME);
		if (this.operations[slot]++ == OPERATIONS_PER_KEY) {
			renew(slot);
		}
		return this.current[slot];
	}

	private void renew(int slot) {
		this.operations[slot] = 0;
		this.current[slot] = "key-" + this.all.size();
		this.all.add(this.current[slot]);
	}

	synchronized List<String> all() {
		return List.copyOf(this.all);
	}

}
