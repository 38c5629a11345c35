package io.dongting.simulation.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * Where two texts differ, for people: lines of the first that are not in the second with
 * a minus, new ones with a plus, a few lines around them.
 */
final class Difference {

	private static final int CONTEXT = 4;

	private Difference() {
	}

	static String between(List<String> before, List<String> after) {
		int[][] common = commonLengths(before, after);
		List<String> lines = new ArrayList<>();
		int i = 0;
		int j = 0;
		while (i < before.size() || j < after.size()) {
			if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
				lines.add("  " + before.get(i++));
				j++;
			}
			else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
				lines.add("- " + before.get(i++));
			}
			else {
				lines.add("+ " + after.get(j++));
			}
		}
		return String.join("\n", aroundChanges(lines));
	}

	/** How many lines the rests of both texts have in common, in order. */
	private static int[][] commonLengths(List<String> before, List<String> after) {
		int[][] common = new int[before.size() + 1][after.size() + 1];
		for (int i = before.size() - 1; i >= 0; i--) {
			for (int j = after.size() - 1; j >= 0; j--) {
				common[i][j] = before.get(i).equals(after.get(j)) ? common[i + 1][j + 1] + 1
						: Math.max(common[i + 1][j], common[i][j + 1]);
			}
		}
		return common;
	}

	private static List<String> aroundChanges(List<String> lines) {
		List<String> kept = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			List<String> around = lines.subList(Math.max(0, i - CONTEXT), Math.min(lines.size(), i + CONTEXT + 1));
			if (around.stream().anyMatch((line) -> !line.startsWith(" "))) {
				kept.add(lines.get(i));
			}
			else if (!kept.isEmpty() && !kept.get(kept.size() - 1).equals("  ...")) {
				kept.add("  ...");
			}
		}
		return kept;
	}

}
