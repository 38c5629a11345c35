package io.dongting.simulation.invariant;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Every entry that any replica ever held, known by index and term, and which of them are
 * committed.
 *
 * <p>
 * By the log matching property (Raft paper 5.3) index and term tell what the entry is and
 * all before it: the hash of each covers its whole prefix.
 */
final class EntryHistory {

	private final Violations violations;

	private final Map<Place, Known> entries = new HashMap<>();

	private long[] committedTerms = new long[1024];

	private long committedIndex;

	EntryHistory(Violations violations) {
		this.violations = violations;
	}

	/**
	 * A replica holds an entry.
	 * @param nodeId the replica's node
	 * @param place where the entry stands
	 * @param known what it is
	 */
	void held(int nodeId, Place place, Known known) {
		Known before = this.entries.putIfAbsent(place, known);
		this.violations.check(before == null || before.equals(known),
				"Log matching: entry %s on node %d differs from what another replica held there, or what is before it",
				place, nodeId);
	}

	@Nullable Known known(Place place) {
		return this.entries.get(place);
	}

	/**
	 * Return how far any replica has found the log to be committed.
	 * @return the index
	 */
	long committedIndex() {
		return this.committedIndex;
	}

	/**
	 * Return the term of a committed entry.
	 * @param index its index
	 * @return the term, -1 if no replica has found it committed yet
	 */
	long committedTerm(long index) {
		return (index <= this.committedIndex) ? this.committedTerms[(int) index] : -1;
	}

	/** The next entry is committed. */
	void committed(long term) {
		this.committedIndex++;
		if (this.committedIndex == this.committedTerms.length) {
			this.committedTerms = Arrays.copyOf(this.committedTerms, this.committedTerms.length * 2);
		}
		this.committedTerms[(int) this.committedIndex] = term;
	}

	/**
	 * Where an entry stands.
	 *
	 * @param index its index
	 * @param term its term
	 */
	record Place(long index, long term) {

	}

	/**
	 * What an entry is.
	 *
	 * @param previousTerm the term of the entry before it
	 * @param bodyHash a hash of its type, time and body
	 * @param prefixHash a hash of it and of all entries before it
	 */
	record Known(long previousTerm, long bodyHash, long prefixHash) {

		static final Known NOTHING = new Known(0, 0, 0);

		static Known after(Known previous, Place place, long previousTerm, long bodyHash) {
			long hash = (previous.prefixHash * 31 + place.index()) * 31 + place.term();
			return new Known(previousTerm, bodyHash, (hash * 0x9E3779B97F4A7C15L) ^ bodyHash);
		}

	}

}
