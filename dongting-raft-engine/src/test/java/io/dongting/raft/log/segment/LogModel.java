package io.dongting.raft.log.segment;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.TestEntries.Entry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a log should hold, as a plain list, and what it may hold after a crash: as long as
 * a truncation was not reported durable, what was there before it may come back.
 */
final class LogModel {

	private final List<Entry> entries;

	private final List<List<Entry>> beforeTruncation = new ArrayList<>();

	private int durable;

	LogModel(List<Entry> entries) {
		this.entries = new ArrayList<>(entries);
		this.durable = entries.size();
	}

	List<Entry> entries() {
		return this.entries;
	}

	long lastTerm() {
		return this.entries.isEmpty() ? 0 : this.entries.get(this.entries.size() - 1).term();
	}

	int durable() {
		return this.durable;
	}

	void append(List<Entry> more) {
		this.entries.addAll(more);
	}

	/**
	 * Truncate.
	 * @param index the first index to drop
	 * @param underWay whether the log says that the truncation takes its time
	 */
	void truncateFrom(long index, boolean underWay) {
		if (underWay) {
			this.beforeTruncation.add(new ArrayList<>(this.entries));
		}
		this.entries.subList((int) index - 1, this.entries.size()).clear();
		this.durable = Math.min(this.durable, this.entries.size());
	}

	void reportDurable(long index) {
		assertThat(index).isBetween((long) this.durable, (long) this.entries.size());
		this.durable = (int) index;
	}

	void reportTruncated() {
		this.beforeTruncation.clear();
	}

	/** Check what a log holds after a crash. */
	void check(List<Entry> recovered) {
		List<List<Entry>> allowed = new ArrayList<>(this.beforeTruncation);
		allowed.add(this.entries);
		assertThat(recovered).as("what was reported durable").hasSizeGreaterThanOrEqualTo(this.durable);
		assertThat(recovered.subList(0, this.durable)).isEqualTo(this.entries.subList(0, this.durable));
		assertThat(allowed).as("what was ever in the log and not durably truncated: %s", recovered)
			.anySatisfy((version) -> assertThat(version.subList(0, Math.min(version.size(), recovered.size())))
				.isEqualTo(recovered));
	}

}
