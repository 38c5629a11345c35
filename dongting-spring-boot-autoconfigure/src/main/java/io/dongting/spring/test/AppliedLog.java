package io.dongting.spring.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * All commands that were applied so far on any node, and the first that had another
 * outcome on another node, or when it was applied again after a restart.
 */
final class AppliedLog {

	private final TreeMap<Long, AppliedEntry> entries = new TreeMap<>();

	private @Nullable AppliedEntry original;

	private @Nullable AppliedEntry deviation;

	void applied(AppliedEntry entry) {
		AppliedEntry first = this.entries.putIfAbsent(entry.index(), entry);
		if (first != null && this.deviation == null && !Arrays.equals(first.result(), entry.result())) {
			this.original = first;
			this.deviation = entry;
		}
	}

	/** Return the entries in the order of the log. */
	List<AppliedEntry> entries() {
		return new ArrayList<>(this.entries.values());
	}

	/** Return how a command went whose outcomes differ, where it was applied first. */
	@Nullable AppliedEntry original() {
		return this.original;
	}

	/** Return how that command went elsewhere, {@code null} if there is none. */
	@Nullable AppliedEntry deviation() {
		return this.deviation;
	}

}
