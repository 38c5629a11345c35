package io.dongting.spring.statemachine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The outcome of an applied command as it travels to the caller: a kind byte, then the
 * encoded value or the encoded exception. Before a value that is not JSON stand the name
 * of its codec and whether there is a value at all.
 *
 * @param failed whether the command threw
 * @param body the encoded value or exception
 */
record CommandOutcome(boolean failed, EncodedValue body) {

	private static final byte JSON_VALUE = 0;

	private static final byte FAILURE = 1;

	private static final byte VALUE = 2;

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

	private static byte[] prepend(byte kind, ByteBuffer encoded) {
		return ByteBuffer.allocate(1 + encoded.remaining()).put(kind).put(encoded.duplicate()).array();
	}

	static CommandOutcome read(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			byte kind = buffer.get();
			return switch (kind) {
				case JSON_VALUE, FAILURE -> new CommandOutcome(kind == FAILURE, EncodedValue.json(buffer.slice()));
				case VALUE -> new CommandOutcome(false, readWithCodec(buffer));
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

}
