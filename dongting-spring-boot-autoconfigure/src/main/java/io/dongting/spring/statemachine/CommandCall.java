package io.dongting.spring.statemachine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of a command as it stands in the log: a version byte, the command's id, the
 * number of arguments and the arguments, each with its length in front.
 *
 * @param id the id of the command
 * @param arguments the encoded arguments
 */
record CommandCall(String id, List<ByteBuffer> arguments) {

	private static final byte VERSION = 1;

	/** The longest id in bytes. */
	static final int LONGEST_ID_BYTES = 1024;

	/** The most arguments. */
	static final int MOST_ARGUMENTS = 255;

	byte[] toBytes() {
		byte[] idBytes = this.id.getBytes(StandardCharsets.UTF_8);
		long sizeBytes = 1L + Short.BYTES + idBytes.length + 1;
		for (ByteBuffer argument : this.arguments) {
			sizeBytes += Integer.BYTES + argument.remaining();
		}
		if (sizeBytes > Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException("The arguments of '" + this.id + "' are " + sizeBytes + " bytes long");
		}
		ByteBuffer buffer = ByteBuffer.allocate((int) sizeBytes);
		buffer.put(VERSION).putShort((short) idBytes.length).put(idBytes).put((byte) this.arguments.size());
		for (ByteBuffer argument : this.arguments) {
			buffer.putInt(argument.remaining()).put(argument.duplicate());
		}
		return buffer.array();
	}

	static CommandCall read(ByteBuffer body) {
		ByteBuffer buffer = body.duplicate();
		try {
			byte version = buffer.get();
			if (version != VERSION) {
				throw new IllegalStateException("The entry has version " + version + " of the typed model, not "
						+ VERSION + ". Was it submitted as bytes?");
			}
			byte[] idBytes = new byte[Short.toUnsignedInt(buffer.getShort())];
			buffer.get(idBytes);
			int count = Byte.toUnsignedInt(buffer.get());
			List<ByteBuffer> arguments = new ArrayList<>(count);
			for (int i = 0; i < count; i++) {
				arguments.add(slice(buffer, buffer.getInt()));
			}
			if (buffer.hasRemaining()) {
				throw new IllegalStateException("The entry is longer than the call it holds.");
			}
			return new CommandCall(new String(idBytes, StandardCharsets.UTF_8), arguments);
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalStateException("The entry ends within a call. Was it submitted as bytes?", ex);
		}
	}

	private static ByteBuffer slice(ByteBuffer buffer, int sizeBytes) {
		if (sizeBytes < 0 || sizeBytes > buffer.remaining()) {
			throw new BufferUnderflowException();
		}
		ByteBuffer slice = buffer.slice(buffer.position(), sizeBytes);
		buffer.position(buffer.position() + sizeBytes);
		return slice;
	}

}
