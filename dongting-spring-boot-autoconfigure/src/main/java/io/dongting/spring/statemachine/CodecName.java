package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The name of a codec before what it wrote: one byte for its length, then ASCII.
 */
final class CodecName {

	private CodecName() {
	}

	static void write(String name, ByteBuffer target) {
		target.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
	}

	static String read(ByteBuffer source) {
		byte[] name = new byte[Byte.toUnsignedInt(source.get())];
		source.get(name);
		return new String(name, StandardCharsets.US_ASCII);
	}

}
