package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;

/**
 * The outcome of an applied command as it travels to the caller: a kind byte, then the
 * encoded value or the encoded exception.
 *
 * @param failed whether the command threw
 * @param body the encoded value or exception
 */
record CommandOutcome(boolean failed, ByteBuffer body) {

	private static final byte VALUE = 0;

	private static final byte FAILURE = 1;

	static byte[] value(byte[] encoded) {
		return prepend(VALUE, encoded);
	}

	static byte[] failure(byte[] encoded) {
		return prepend(FAILURE, encoded);
	}

	private static byte[] prepend(byte kind, byte[] encoded) {
		return ByteBuffer.allocate(1 + encoded.length).put(kind).put(encoded).array();
	}

	static CommandOutcome read(byte[] bytes) {
		if (bytes.length == 0 || bytes[0] < VALUE || bytes[0] > FAILURE) {
			throw new IllegalStateException("The result is not one of a command of the typed model.");
		}
		return new CommandOutcome(bytes[0] == FAILURE, ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice());
	}

}
