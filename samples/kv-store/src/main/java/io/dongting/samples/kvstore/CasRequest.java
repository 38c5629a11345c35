package io.dongting.samples.kvstore;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a compare-and-set asks for.
 *
 * @param expected the value that should be there, {@code null} for none
 * @param value the new value
 */
record CasRequest(@Nullable String expected, String value) {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final Set<String> NAMES = Set.of("expected", "value");

	/**
	 * Read a request. Strict: taking a misspelt or missing expectation for "none" would
	 * overwrite what the caller wanted to keep.
	 * @param json the body
	 * @return the request
	 * @throws BadRequestException if that is not what the body says
	 */
	static CasRequest parse(String json) {
		JsonNode node;
		try {
			node = MAPPER.readTree(json);
		}
		catch (JacksonException ex) {
			throw new BadRequestException("The body is not valid JSON: " + ex.getOriginalMessage());
		}
		if (!node.isObject() || !NAMES.equals(Set.copyOf(node.propertyNames()))) {
			throw new BadRequestException(
					"The body must be a JSON object with 'expected' and 'value' and nothing else.");
		}
		JsonNode expected = node.get("expected");
		JsonNode value = node.get("value");
		if (!(expected.isNull() || expected.isString()) || !value.isString()) {
			throw new BadRequestException("'expected' must be a text or null, and 'value' must be a text.");
		}
		return new CasRequest(expected.isNull() ? null : checkText(expected.stringValue()),
				checkText(value.stringValue()));
	}

	/**
	 * JSON can name half a character, which cannot be written as UTF-8.
	 */
	private static String checkText(String text) {
		for (int index = 0; index < text.length(); index++) {
			char character = text.charAt(index);
			if (Character.isHighSurrogate(character) && index + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(index + 1))) {
				index++;
			}
			else if (Character.isSurrogate(character)) {
				throw new BadRequestException("The body has half of a surrogate pair in a text.");
			}
		}
		return text;
	}

}
