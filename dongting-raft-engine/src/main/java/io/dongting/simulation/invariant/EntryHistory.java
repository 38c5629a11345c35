package io.dongting.simulation.invariant;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.dongting.raft.log.EntryType;
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

	/** By index; where there were entries of several terms, the latest found first. */
	private final List<@Nullable Held> entries = new ArrayList<>();

	private long[] committedTerms = new long[1024];

	private long[] committedIn = new long[1024];

	private long committedIndex;

	EntryHistory(Violations violations) {
		this.violations = violations;
	}

	/**
	 * A replica holds an entry.
	 * @param nodeId the replica's node
	 * @param index the index of the entry
	 * @param term its term
	 * @param known what it is
	 */
	void held(int nodeId, long index, long term, Known known) {
		Known before = known(index, term);
		if (before == null) {
			this.entries.set((int) index, new Held(term, known, this.entries.get((int) index)));
		}
		else {
			this.violations.check(before.equals(known), "Log matching: entry %d of term %d on node %d differs from "
					+ "what another replica held there, or what is before it", index, term, nodeId);
		}
	}

	@Nullable Known known(long index, long term) {
		while (this.entries.size() <= index) {
			this.entries.add(null);
		}
		Held held = this.entries.get((int) index);
		while (held != null && held.term != term) {
			held = held.next;
		}
		return (held != null) ? held.known : null;
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

	/**
	 * Return which leader's term it was when an entry was found to be committed.
	 * @param index the index of a committed entry
	 * @return the term, not before that of the entry
	 */
	long committedIn(long index) {
		return this.committedIn[(int) index];
	}

	/**
	 * The next entry is committed.
	 * @param term the term of the entry
	 * @param leaderTerm the term of the leader
	 */
	void committed(long term, long leaderTerm) {
		this.committedIndex++;
		if (this.committedIndex == this.committedTerms.length) {
			this.committedTerms = Arrays.copyOf(this.committedTerms, this.committedTerms.length * 2);
			this.committedIn = Arrays.copyOf(this.committedIn, this.committedIn.length * 2);
		}
		this.committedTerms[(int) this.committedIndex] = term;
		this.committedIn[(int) this.committedIndex] = leaderTerm;
	}

	/**
	 * An entry of an index.
	 *
	 * @param term its term
	 * @param known what it is
	 * @param next an entry of the same index and another term
	 */
	private record Held(long term, Known known, @Nullable Held next) {

	}

	/**
	 * What an entry is.
	 *
	 * @param previousTerm the term of the entry before it
	 * @param timestampMillis the time it carries
	 * @param bodyHash a hash of its type and body
	 * @param prefixHash a hash of it and of all entries before it
	 * @param configurationIndex the last configuration entry up to it
	 */
	record Known(long previousTerm, long timestampMillis, long bodyHash, long prefixHash, long configurationIndex) {

		static final Known NOTHING = new Known(0, 0, 0, 0, 0);

		static Known after(Known previous, long index, long term, long previousTerm, long timestampMillis,
				EntryType type, ByteBuffer body) {
			long bodyHash = bodyHash(type, body);
			long hash = ((previous.prefixHash * 31 + index) * 31 + term) * 31 + timestampMillis;
			return new Known(previousTerm, timestampMillis, bodyHash, (hash * 0x9E3779B97F4A7C15L) ^ bodyHash,
					(type == EntryType.CONFIGURATION) ? index : previous.configurationIndex);
		}

		static long bodyHash(EntryType type, ByteBuffer body) {
			return BodyHash.of(body) * 31 + type.ordinal();
		}

	}

}
