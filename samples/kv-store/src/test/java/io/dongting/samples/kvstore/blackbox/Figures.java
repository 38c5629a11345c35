package io.dongting.samples.kvstore.blackbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Times that were measured one after the other.
 */
final class Figures {

	private final List<Long> millis = new ArrayList<>();

	void add(Duration time) {
		this.millis.add(time.toMillis());
	}

	@Override
	public String toString() {
		List<Long> sorted = this.millis.stream().sorted().toList();
		int size = sorted.size();
		long median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
		return this.millis + " ms, median " + median + " ms, maximum " + sorted.get(size - 1) + " ms";
	}

}
