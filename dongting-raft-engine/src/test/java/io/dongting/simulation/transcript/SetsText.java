package io.dongting.simulation.transcript;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.dongting.raft.Membership;

/**
 * A membership in a few characters: {@code 1,2,3+4} are three members and an observer.
 */
final class SetsText {

	private SetsText() {
	}

	static Membership parse(String text) {
		String[] sets = text.split("[+]");
		return Membership.of(ids(sets[0]), (sets.length > 1) ? ids(sets[1]) : List.of());
	}

	private static List<Integer> ids(String text) {
		return Stream.of(text.split(",")).map(Integer::valueOf).toList();
	}

	static String of(Membership membership) {
		return joined(membership.members())
				+ (membership.observers().isEmpty() ? "" : "+" + joined(membership.observers()));
	}

	static String joined(Collection<Integer> ids) {
		return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

}
