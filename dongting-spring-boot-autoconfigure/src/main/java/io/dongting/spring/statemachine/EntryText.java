package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Entries of the log and their outcomes, for people.
 */
public final class EntryText {

	private EntryText() {
	}

	/**
	 * Describe what an entry calls.
	 * @param body the body of the entry
	 * @return the id of the command and its encoded arguments
	 */
	public static String ofCommand(ByteBuffer body) {
		CommandCall call = CommandCall.read(body);
		return "'" + call.id() + "'"
				+ call.arguments().stream().map(EntryText::text).collect(Collectors.joining(", ", " with (", ")"));
	}

	/**
	 * Describe what became of a command.
	 * @param result what applying it has returned
	 * @return the encoded value or exception
	 */
	public static String ofOutcome(byte[] result) {
		return text(CommandOutcome.read(result).body());
	}

	private static String text(EncodedValue value) {
		ByteBuffer encoded = value.bytes();
		if (encoded == null) {
			return "null";
		}
		try {
			return encoded.hasRemaining() ? StandardCharsets.UTF_8.newDecoder().decode(encoded.duplicate()).toString()
					: "nothing";
		}
		catch (CharacterCodingException ex) {
			return encoded.remaining() + " bytes";
		}
	}

}
