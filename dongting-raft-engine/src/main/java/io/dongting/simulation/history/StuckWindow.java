package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Remembers where a search got furthest and describes it for people: the last operations
 * that fit together, the state after them, and what cannot come next.
 */
final class StuckWindow {

	static final int MOST_LINES = 8;

	private static final int MOST_CHARACTERS = 60;

	private final KeyHistory history;

	private final RegisterStates states;

	private int remaining;

	private int state;

	private int[] candidates = {};

	private List<Operation> placed = List.of();

	StuckWindow(KeyHistory history, RegisterStates states) {
		this.history = history;
		this.states = states;
	}

	/**
	 * The search has got further than before.
	 * @param state the state it has got to
	 * @param candidates the answered operations that should come next
	 * @param remaining how many answered operations have no place
	 * @param placed the last operations that have, the latest first
	 */
	void furthest(int state, int[] candidates, int remaining, List<Operation> placed) {
		this.remaining = remaining;
		this.state = state;
		this.candidates = candidates;
		this.placed = placed;
	}

	String text() {
		List<String> lines = new ArrayList<>();
		int answered = this.history.answered.size();
		lines.add((answered - this.remaining) + " of " + answered
				+ " answered operations can be explained, the last of them in this order:");
		List<Operation> inOrder = new ArrayList<>(this.placed);
		Collections.reverse(inOrder);
		addAll(lines, inOrder);
		lines.add("The key then is " + this.states.describe(this.state)
				+ ". These were asked for by then, and no order goes on with any of them:");
		List<Operation> blocked = new ArrayList<>();
		for (int candidate : this.candidates) {
			blocked.add(this.history.answered.get(candidate));
		}
		addAll(lines, blocked);
		List<Operation> origins = origins(blocked);
		if (!origins.isEmpty()) {
			lines.add("What they saw was written by:");
			addAll(lines, origins);
		}
		return String.join("\n", lines);
	}

	private List<Operation> origins(List<Operation> blocked) {
		return Stream.concat(this.history.answered.stream(), this.history.unknown.stream())
			.filter((writer) -> blocked.stream().anyMatch((reader) -> sees(reader, writer.action())))
			.toList();
	}

	private static boolean sees(Operation reader, Action writer) {
		if (!(reader.ending() instanceof Ending.Read read) || read.value() == null) {
			return false;
		}
		if (writer instanceof Action.Append append) {
			return !append.suffix().isEmpty() && read.value().endsWith(append.suffix());
		}
		return (writer instanceof Action.Put put && put.value().equals(read.value()))
				|| (writer instanceof Action.Cas cas && cas.value().equals(read.value()));
	}

	private static void addAll(List<String> lines, List<Operation> operations) {
		operations.stream().limit(MOST_LINES).map(StuckWindow::describe).forEach(lines::add);
		if (operations.size() > MOST_LINES) {
			lines.add("  and " + (operations.size() - MOST_LINES) + " more");
		}
		if (operations.isEmpty()) {
			lines.add("  (none)");
		}
	}

	private static String describe(Operation operation) {
		if (operation.client() == Wildcards.NOBODY) {
			return "  (writes of unknown outcome)";
		}
		String end = (operation.ending() instanceof Ending.Unknown) ? "?" : Long.toString(operation.endedAt());
		return "  [" + operation.invokedAt() + ".." + end + "] client " + operation.client() + " "
				+ describe(operation.action()) + " -> " + describe(operation.ending());
	}

	private static String describe(Action action) {
		if (action instanceof Action.Put put) {
			return "put " + quote(put.value());
		}
		if (action instanceof Action.Cas cas) {
			return "cas " + quote(cas.expected()) + " to " + quote(cas.value());
		}
		if (action instanceof Action.Append append) {
			return "append " + quote(append.suffix());
		}
		return (action instanceof Action.Get) ? "get" : "delete";
	}

	private static String describe(Ending ending) {
		if (ending instanceof Ending.Read read) {
			return quote(read.value());
		}
		if (ending instanceof Ending.Deleted deleted) {
			return (deleted.deleted()) ? "deleted" : "nothing to delete";
		}
		if (ending instanceof Ending.Swapped swapped) {
			return (swapped.swapped()) ? "swapped" : "not swapped";
		}
		if (ending instanceof Ending.Appended appended) {
			return "length " + appended.length();
		}
		return (ending instanceof Ending.Written) ? "written" : "unknown";
	}

	static String quote(@Nullable String value) {
		if (value == null) {
			return "absent";
		}
		if (value.length() <= MOST_CHARACTERS) {
			return '"' + value + '"';
		}
		// The end of a value says more: that is where appends go
		return "\"..." + value.substring(value.length() - MOST_CHARACTERS) + "\" (" + value.length() + " characters)";
	}

}
