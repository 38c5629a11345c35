package io.dongting.samples.benchmark.contest;

import java.nio.ByteBuffer;

/**
 * The one command of the benchmark: set a key to a value, with some bytes that mean
 * nothing behind it.
 */
public final class Command {

	/** How many keys there are in each group. */
	public static final int KEYS = 1024;

	/** The smallest command. */
	public static final int SMALLEST_BYTES = 16;

	private static final int VALUE_OFFSET_BYTES = 8;

	private Command() {
	}

	/**
	 * Write a command.
	 * @param key the key, less than {@link #KEYS}
	 * @param value its value, positive
	 * @param sizeBytes the size of the command
	 * @return the command
	 */
	public static byte[] encode(int key, long value, int sizeBytes) {
		byte[] bytes = new byte[sizeBytes];
		ByteBuffer.wrap(bytes).putInt(0, key).putLong(VALUE_OFFSET_BYTES, value);
		return bytes;
	}

	static int key(ByteBuffer command) {
		return command.getInt(command.position());
	}

	static long value(ByteBuffer command) {
		return command.getLong(command.position() + VALUE_OFFSET_BYTES);
	}

}
