package io.dongting.spring.statemachine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The outcome of a command in the log as it travels to the caller: a kind byte, then the
 * encoded value, the encoded exception, or why it was not applied. Before a value that is
 * not JSON stand the name of its codec and whether there is a value at all.
 *
 * @param kind what became of the command
 * @param body the encoded value or exception, or the text
 */
record CommandOutcome(Kind kind, EncodedValue body) {

	private static final byte JSON_VALUE = 0;

	private static final byte FAILURE = 1;

	private static final byte VALUE = 2;

	private static final byte REFUSED = 3;

	/** What a method without a result returns. */
	static byte[] nothing() {
		return new byte[] { JSON_VALUE };
	}

	/** No JSON is empty, so this is the outcome of a method without a result. */
	boolean isNothing() {
		return this.body.isJson() && this.body.sizeBytes() == 0;
	}

	static byte[] value(EncodedValue value) {
		ByteBuffer bytes = value.bytes();
		if (value.isJson() && bytes != null) {
			return prepend(JSON_VALUE, bytes);
		}
		ByteBuffer buffer = ByteBuffer.allocate(1 + 1 + value.codec().length() + 1 + value.sizeBytes());
		buffer.put(VALUE);
		CodecName.write(value.codec(), buffer);
		buffer.put((byte) ((bytes != null) ? 1 : 0));
		if (bytes != null) {
			buffer.put(bytes.duplicate());
		}
		return buffer.array();
	}

	static byte[] failure(byte[] encoded) {
		return prepend(FAILURE, ByteBuffer.wrap(encoded));
	}

	static byte[] refused(String why) {
		return prepend(REFUSED, ByteBuffer.wrap(why.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Return whether an outcome, still encoded, says that no node has called the command.
	 */
	static boolean isRefused(byte[] bytes) {
		return bytes.length > 0 && bytes[0] == REFUSED;
	}

	/** Return the text of an outcome that is one. */
	String text() {
		ByteBuffer bytes = this.body.bytes();
		return (bytes != null) ? StandardCharsets.UTF_8.decode(bytes.duplicate()).toString() : "";
	}

	private static byte[] prepend(byte kind, ByteBuffer encoded) {
		return ByteBuffer.allocate(1 + encoded.remaining()).put(kind).put(encoded.duplicate()).array();
	}

	static CommandOutcome read(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			return switch (buffer.get()) {
				case JSON_VALUE -> new CommandOutcome(Kind.EXECUTED, EncodedValue.json(buffer.slice()));
				case VALUE -> new CommandOutcome(Kind.EXECUTED, readWithCodec(buffer));
				case FAILURE -> new CommandOutcome(Kind.FAILED, EncodedValue.json(buffer.slice()));
				case REFUSED -> new CommandOutcome(Kind.REFUSED, EncodedValue.json(buffer.slice()));
				default -> throw unreadable();
			};
		}
		catch (BufferUnderflowException ex) {
			throw unreadable();
		}
	}

	private static EncodedValue readWithCodec(ByteBuffer buffer) {
		String codec = CodecName.read(buffer);
		return new EncodedValue(codec, (buffer.get() != 0) ? buffer.slice() : null);
	}

	private static IllegalStateException unreadable() {
		return new IllegalStateException("The result is not one of a command of the typed model.");
	}

	/**
	 * What became of a command.
	 */
	enum Kind {

		/** It returned. */
		EXECUTED,

		/** It threw. */
		FAILED,

		/** No node has called it. */
		REFUSED

	}

}
