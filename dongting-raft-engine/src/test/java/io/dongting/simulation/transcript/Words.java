package io.dongting.simulation.transcript;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.dongting.simulation.transcript.NetworkRules.Path;

/**
 * The words of a directive, taken one after the other. What is not as expected is an
 * error that quotes the directive.
 */
final class Words {

	private final String directive;

	private final Deque<String> words;

	Words(String directive) {
		this.directive = directive;
		this.words = new ArrayDeque<>(Arrays.asList(directive.trim().split("[ ]+")));
	}

	boolean isEmpty() {
		return this.words.isEmpty();
	}

	String next() {
		if (this.words.isEmpty()) {
			throw new IllegalArgumentException("Something is missing at the end of: " + this.directive);
		}
		return this.words.remove();
	}

	/** Take a word if it comes next. */
	boolean takes(String word) {
		return word.equals(this.words.peek()) && this.words.remove() != null;
	}

	String rest() {
		String rest = String.join(" ", this.words);
		this.words.clear();
		return rest;
	}

	long number() {
		return Long.parseLong(next());
	}

	int node() {
		return (int) number();
	}

	/** Take a list of nodes as {@code 1,2,3}. */
	List<Integer> nodes() {
		return Arrays.stream(next().split(",")).map(Integer::valueOf).toList();
	}

	/** Take directions as {@code 1 -> 2,3} or {@code 1 <-> 2,3}. */
	List<Path> paths() {
		List<Integer> froms = nodes();
		String arrow = next();
		boolean both = arrow.equals("<->");
		if (!both && !arrow.equals("->")) {
			throw new IllegalArgumentException("'" + arrow + "' is no arrow in: " + this.directive);
		}
		List<Path> paths = new ArrayList<>();
		for (int to : nodes()) {
			for (int from : froms) {
				paths.add(new Path(from, to));
				if (both) {
					paths.add(new Path(to, from));
				}
			}
		}
		return paths;
	}

	/** Take a time as {@code 100 ms} or {@code 2 s}. */
	Duration duration() {
		long amount = number();
		String unit = next();
		return switch (unit) {
			case "ms" -> Duration.ofMillis(amount);
			case "s" -> Duration.ofSeconds(amount);
			default -> throw new IllegalArgumentException("'" + unit + "' is no unit of time in: " + this.directive);
		};
	}

	void end() {
		if (!this.words.isEmpty()) {
			throw new IllegalArgumentException("Not understood: '" + rest() + "' at the end of: " + this.directive);
		}
	}

	IllegalArgumentException unknown(String word) {
		return new IllegalArgumentException("Not understood: '" + word + "' in: " + this.directive);
	}

}
