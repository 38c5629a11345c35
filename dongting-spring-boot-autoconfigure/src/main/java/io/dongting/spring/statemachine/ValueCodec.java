package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Turns the arguments and results of commands into bytes and back. What it wrote once
 * stands in logs and has to be readable for as long as they exist. Thread-safe.
 */
public interface ValueCodec {

	/**
	 * Check, as far as that is cheap, whether values of a type can be written and read.
	 * Called once per type at start-up.
	 * @param type the type as it is declared, with its type arguments
	 * @throws IllegalArgumentException if they cannot, with the reason
	 */
	void check(Type type);

	/**
	 * Write a value.
	 * @param value the value
	 * @param type the type as which it is declared
	 * @return its bytes, the same for equal values
	 * @throws IllegalArgumentException if the value cannot be written
	 */
	byte[] write(@Nullable Object value, Type type);

	/**
	 * Read an argument exactly: whatever is not understood is an error.
	 * @param bytes the bytes of one value, from position to limit
	 * @param type the type as which it is declared
	 * @return the value
	 * @throws IllegalArgumentException if the bytes are not a value of the type
	 */
	@Nullable Object readExactly(ByteBuffer bytes, Type type);

	/**
	 * Read a result, which may come from a node that runs another version: parts that are
	 * not known here are left out.
	 * @param bytes the bytes of one value, from position to limit
	 * @param type the type as which it is declared
	 * @return the value
	 * @throws IllegalArgumentException if the bytes are not a value of the type
	 */
	@Nullable Object readLeniently(ByteBuffer bytes, Type type);

	/**
	 * Return whether any value of a type that was written is known to be readable again,
	 * so that it need not be tried.
	 * @param type the type as which values are declared
	 * @return whether reading back cannot fail
	 */
	boolean alwaysReadable(Type type);

}
