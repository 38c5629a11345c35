package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.dongting.spring.RaftCodec;

/**
 * A codec of an application's own.
 */
class MoneyCodec implements RaftCodec {

	private final String name;

	MoneyCodec(String name) {
		this.name = name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean supports(Type type) {
		return type == Money.class;
	}

	@Override
	public byte[] write(Object value, Type type) {
		Money money = (Money) value;
		return (money.cents() + " " + money.currency()).getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public Object read(ByteBuffer bytes, Type type) {
		String[] parts = StandardCharsets.US_ASCII.decode(bytes).toString().split(" ");
		if (parts.length != 2) {
			throw new IllegalArgumentException("no money: " + String.join(" ", parts));
		}
		return new Money(Long.parseLong(parts[0]), parts[1]);
	}

	/**
	 * What the codec is for.
	 *
	 * @param cents how much
	 * @param currency of what
	 */
	record Money(long cents, String currency) {

	}

}
