package io.dongting.samples.operatorsday;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static io.dongting.samples.operatorsday.Expectation.require;

/**
 * The answer of a node. Its fields are written with single quotes, for the sake of the
 * reader.
 *
 * @param request what was asked
 * @param status the HTTP status
 * @param body the JSON as it came
 */
record Answer(String request, int status, String body) {

	/**
	 * Check the answer.
	 * @param expectedStatus its status
	 * @param fields what its body contains, such as {@code 'role':'LEADER'}
	 * @return the answer
	 */
	Answer answers(int expectedStatus, String... fields) {
		require(this.status == expectedStatus && has(fields),
				this + "\n  instead of " + expectedStatus + " " + String.join(", ", fields));
		return this;
	}

	/**
	 * Return whether the answer is a good one and says something.
	 * @param fields what its body contains
	 * @return whether it does
	 */
	boolean says(String... fields) {
		return this.status == 200 && has(fields);
	}

	private boolean has(String... fields) {
		return Stream.of(fields).allMatch(this::has);
	}

	private boolean has(String field) {
		String text = field.replace('\'', '"');
		// 'index':1 is not 'index':17
		return Pattern.compile(Pattern.quote(text) + "(?<![0-9](?=[0-9]))").matcher(this.body).find();
	}

	/**
	 * Read a number.
	 * @param field the name of the field, the first of that name
	 * @return the number
	 */
	long number(String field) {
		return numberIn("\"" + field + "\":(\\d+)");
	}

	/**
	 * Read a number of an object in the answer.
	 * @param object the name of the object
	 * @param field the name of its first field
	 * @return the number
	 */
	long number(String object, String field) {
		return numberIn("\"" + object + "\":\\{\"" + field + "\":(\\d+)");
	}

	private long numberIn(String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(this.body);
		require(matcher.find(), this + "\n  lacks " + pattern);
		return Long.parseLong(matcher.group(1));
	}

	@Override
	public String toString() {
		return this.request + "\n  -> " + this.status + " " + this.body;
	}

}
