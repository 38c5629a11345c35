package io.dongting.spring.actuate.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * One argument of an operation as it was sent. Actuator bodies are flat, so every value
 * is a text; a set of nodes is a comma list.
 *
 * @param name the name of the argument
 * @param value what was sent, {@code null} if nothing was
 */
public record Argument(String name, @Nullable String value) {

	/**
	 * Return whether anything was sent.
	 * @return whether there is a value, which may be empty
	 */
	public boolean isPresent() {
		return this.value != null;
	}

	/**
	 * Read the id of a node.
	 * @return the id
	 * @throws OperationFailedException if it is missing or no positive number
	 */
	public int nodeId() {
		return (int) positive(Integer.MAX_VALUE, "a node id, which is a positive number");
	}

	/**
	 * Read the number of a group.
	 * @return the number
	 * @throws OperationFailedException if it is missing or not positive
	 */
	public int groupId() {
		return (int) positive(Integer.MAX_VALUE, "a group id, which is a positive number");
	}

	/**
	 * Read a whole number from 1.
	 * @return the number
	 * @throws OperationFailedException if it is missing or anything else
	 */
	public long positive() {
		return positive(Long.MAX_VALUE, "a positive number");
	}

	private long positive(long most, String expected) {
		long number;
		try {
			number = Long.parseLong(required(expected).strip());
		}
		catch (NumberFormatException ex) {
			throw notA(expected);
		}
		if (number <= 0 || number > most) {
			throw notA(expected);
		}
		return number;
	}

	/**
	 * Read a set of nodes.
	 * @return the set, empty if the value is
	 * @throws OperationFailedException if it is missing, or not a list of node ids
	 * without a repetition
	 */
	public SortedSet<Integer> nodeIds() {
		String list = required("a comma list of node ids");
		SortedSet<Integer> nodes = new TreeSet<>();
		if (list.isBlank()) {
			return nodes;
		}
		for (String part : list.split(",", -1)) {
			if (!nodes.add(nodeIdIn(part.strip()))) {
				throw bad("names node " + part.strip() + " twice: '" + list + "'.");
			}
		}
		return nodes;
	}

	private int nodeIdIn(String part) {
		try {
			int node = Integer.parseInt(part);
			if (node > 0) {
				return node;
			}
		}
		catch (NumberFormatException ex) {
			throw notA("a comma list of node ids, which are positive numbers");
		}
		throw notA("a comma list of node ids, which are positive numbers");
	}

	/**
	 * Read how long to wait.
	 * @param fallback what is meant when nothing was sent
	 * @param most the longest that is allowed
	 * @return the duration, at least a millisecond
	 * @throws OperationFailedException if it is no duration, or out of bounds
	 */
	public Duration duration(Duration fallback, Duration most) {
		if (this.value == null) {
			return fallback;
		}
		Duration duration;
		try {
			duration = DurationStyle.detectAndParse(this.value.strip());
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw notA("a duration such as 5s");
		}
		if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(most) > 0) {
			throw bad("has to be from 1ms to " + DurationStyle.SIMPLE.print(most, ChronoUnit.SECONDS) + ", not '"
					+ this.value + "'.");
		}
		return duration;
	}

	/**
	 * Read a point in time.
	 * @return the time, of which milliseconds since 1970 can be made
	 * @throws OperationFailedException if it is neither the milliseconds since 1970 nor a
	 * date and time with an offset, or too far away
	 */
	public Instant timestamp() {
		String expected = "a time: milliseconds since 1970, or for example 2026-01-31T12:00:00Z";
		String text = required(expected).strip();
		try {
			boolean number = text.chars().allMatch(Character::isDigit);
			return Instant
				.ofEpochMilli(number ? Long.parseLong(text) : OffsetDateTime.parse(text).toInstant().toEpochMilli());
		}
		catch (NumberFormatException | DateTimeParseException | ArithmeticException ex) {
			throw notA(expected);
		}
	}

	/**
	 * Read whether something is so.
	 * @return the answer, false if nothing was sent
	 * @throws OperationFailedException if it is neither true nor false
	 */
	public boolean flag() {
		String text = (this.value != null) ? this.value.strip() : "false";
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw notA("true or false");
		};
	}

	/**
	 * Read a text.
	 * @param expected what it should be, for people
	 * @return the text, not blank
	 * @throws OperationFailedException if there is none
	 */
	public String text(String expected) {
		String text = required(expected);
		if (!StringUtils.hasText(text)) {
			throw notA(expected);
		}
		return text.strip();
	}

	/**
	 * Refuse the argument.
	 * @param complaint the rest of a sentence that begins with the name of the argument
	 * @return what to throw
	 */
	public OperationFailedException bad(String complaint) {
		return new OperationFailedException(Failure.BAD_VALUE, "BAD_VALUE", "'" + this.name + "' " + complaint);
	}

	private OperationFailedException notA(String expected) {
		return bad("has to be " + expected + ", not '" + this.value + "'.");
	}

	private String required(String expected) {
		if (this.value == null) {
			throw bad("is missing. It has to be " + expected + ".");
		}
		return this.value;
	}

}
