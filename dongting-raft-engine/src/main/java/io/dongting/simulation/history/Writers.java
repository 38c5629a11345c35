package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/**
 * Knows which operations can have a part in a text. A text can only come about if one
 * that writes its beginning still has no place in the order, or if the value is already
 * such a beginning and one that appends the next part still has none.
 *
 * <p>
 * A choice is the index of an answered operation, or the complement of the index of an
 * unknown one.
 */
final class Writers {

	private final TreeMap<String, List<Integer>> byValue = new TreeMap<>();

	private final TreeMap<String, List<Integer>> bySuffix = new TreeMap<>();

	private final Map<String, List<Integer>> beginnings = new HashMap<>();

	Writers(KeyHistory history) {
		for (int index = 0; index < history.answered.size(); index++) {
			add(index, history.answered.get(index).action());
		}
		for (int index = 0; index < history.unknown.size(); index++) {
			add(~index, history.unknown.get(index).action());
		}
	}

	private void add(int choice, Action action) {
		if (action instanceof Action.Put put) {
			add(this.byValue, put.value(), choice);
		}
		else if (action instanceof Action.Cas cas) {
			add(this.byValue, cas.value(), choice);
		}
		else if (action instanceof Action.Append append) {
			// To an absent key this writes the beginning, too
			add(this.byValue, append.suffix(), choice);
			add(this.bySuffix, append.suffix(), choice);
		}
	}

	private static void add(TreeMap<String, List<Integer>> index, String text, int choice) {
		index.computeIfAbsent(text, (key) -> new ArrayList<>(1)).add(choice);
	}

	/**
	 * Tell whether a value can still become a text.
	 * @param value the value now, {@code null} if it is not the beginning of any text
	 * @param text the text
	 * @param available whether a choice has no place in the order yet
	 * @return {@code false} if it surely cannot
	 */
	boolean canBecome(@Nullable String value, String text, IntPredicate available) {
		if (text.equals(value)) {
			return true;
		}
		if (value != null && text.startsWith(value)
				&& anyAvailable(beginningsIn(this.bySuffix, text.substring(value.length())), available)) {
			return true;
		}
		return anyAvailable(this.beginnings.computeIfAbsent(text, (key) -> beginningsIn(this.byValue, key)), available);
	}

	private static boolean anyAvailable(List<Integer> choices, IntPredicate available) {
		for (int choice : choices) {
			if (available.test(choice)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Collect the operations whose text is a beginning of another text. In sorted order,
	 * all beginnings of a text stand before it; where a key is none, everything between
	 * it and the part that the two have in common is none either.
	 */
	private static List<Integer> beginningsIn(TreeMap<String, List<Integer>> index, String text) {
		List<Integer> choices = new ArrayList<>();
		Map.Entry<String, List<Integer>> entry = index.floorEntry(text);
		while (entry != null) {
			String key = entry.getKey();
			if (text.startsWith(key)) {
				choices.addAll(entry.getValue());
				entry = index.lowerEntry(key);
			}
			else {
				entry = index.floorEntry(text.substring(0, commonLength(key, text)));
			}
		}
		return choices;
	}

	private static int commonLength(String one, String other) {
		int length = 0;
		while (length < one.length() && length < other.length() && one.charAt(length) == other.charAt(length)) {
			length++;
		}
		return length;
	}

}
