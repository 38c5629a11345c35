package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * An argument or result as bytes, and who can read them.
 *
 * @param codec the name of the codec that wrote it
 * @param bytes what it wrote, {@code null} for a {@code null} that the codec never saw
 */
record EncodedValue(String codec, @Nullable ByteBuffer bytes) {

	/** JSON has a null of its own. */
	static EncodedValue json(ByteBuffer bytes) {
		return new EncodedValue(JsonValueCodec.NAME, bytes);
	}

	boolean isJson() {
		return this.codec.equals(JsonValueCodec.NAME);
	}

	int sizeBytes() {
		return (this.bytes != null) ? this.bytes.remaining() : 0;
	}

}
