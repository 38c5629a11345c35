package io.dongting.raft.transport;

import java.util.SortedSet;

/**
 * The ranges that hold for fields of every message, written or read. The record that is
 * refused names itself in the error.
 *
 * @param type the kind of message whose fields are checked
 */
record FieldChecks(Class<? extends Message> type) {

	void notNegative(String field, long value) {
		require(value >= 0, field, value);
	}

	void positive(String field, long value) {
		require(value > 0, field, value);
	}

	/**
	 * An index of 0 is the place before the first entry, whose term is 0; every other
	 * index has a term.
	 */
	void position(String field, long index, long term) {
		notNegative(field + " index", index);
		require((index == 0) == (term == 0) && term >= 0, field + " term", term);
	}

	void nodeIds(String field, SortedSet<Integer> nodeIds) {
		for (int nodeId : nodeIds) {
			positive(field, nodeId);
		}
	}

	void require(boolean condition, String field, Object value) {
		if (!condition) {
			throw new MalformedMessageException(
					this.type.getSimpleName() + " has an impossible " + field + ": " + value);
		}
	}

}
