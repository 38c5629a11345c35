package io.dongting.simulation.invariant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.dongting.simulation.invariant.EntryHistory.Known;

/**
 * The log of one replica, as terms and hashes. Begins at index 1.
 */
final class HeldEntries {

	private long[] terms = new long[256];

	private final List<Known> known = new ArrayList<>();

	long lastIndex() {
		return this.known.size();
	}

	Known last() {
		return this.known.isEmpty() ? Known.NOTHING : this.known.get(this.known.size() - 1);
	}

	/** Return the term of an entry, 0 for index 0, -1 behind the end. */
	long termAt(long index) {
		return (index <= lastIndex()) ? this.terms[(int) index] : -1;
	}

	void add(long term, Known entry) {
		this.known.add(entry);
		if (this.terms.length == this.known.size()) {
			this.terms = Arrays.copyOf(this.terms, this.terms.length * 2);
		}
		this.terms[this.known.size()] = term;
	}

	/** Keep so many entries. */
	void truncate(long lastIndex) {
		this.known.subList((int) lastIndex, this.known.size()).clear();
	}

}
