package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import io.dongting.spring.RaftCodec;

/**
 * A {@code byte[]} as it is.
 */
final class BytesCodec implements RaftCodec {

	static final String NAME = "bytes";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean supports(Type type) {
		return type == byte[].class;
	}

	@Override
	public byte[] write(Object value, Type type) {
		return (byte[]) value;
	}

	@Override
	public Object read(ByteBuffer bytes, Type type) {
		byte[] value = new byte[bytes.remaining()];
		bytes.duplicate().get(value);
		return value;
	}

	@Override
	public boolean alwaysReadable(Type type) {
		return true;
	}

}
