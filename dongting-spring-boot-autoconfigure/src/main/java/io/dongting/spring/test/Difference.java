package io.dongting.spring.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Says where two saved states part, for people.
 */
final class Difference {

	private static final int BYTES_BEFORE = 24;

	private static final int BYTES_SHOWN = 64;

	private static final String ADVICE = "If it is the same state written in another order, let takeSnapshot sort it.";

	private Difference() {
	}

	/**
	 * Describe two saved states that are not equal.
	 */
	static String between(String oneName, byte[] one, String otherName, byte[] other) {
		int at = Arrays.mismatch(one, other);
		return "The two snapshots, of " + one.length + " and " + other.length + " bytes, are equal up to byte " + at
				+ ":\n  " + oneName + ": " + excerpt(one, at) + "\n  " + otherName + ": " + excerpt(other, at) + "\n"
				+ ADVICE;
	}

	private static String excerpt(byte[] bytes, int at) {
		int from = Math.max(0, at - BYTES_BEFORE);
		int to = Math.min(bytes.length, from + BYTES_SHOWN);
		String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
		return ((from > 0) ? "... " : "") + text.replaceAll("[^\\x20-\\x7e]", ".")
				+ ((to < bytes.length) ? " ..." : "");
	}

}
