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
 * <p>
 * In version 1 all arguments are JSON. In version 2 the name of its codec stands before
 * each, and a length of -1 is a {@code null}.
 *
 * @param id the id of the command
 * @param arguments the encoded arguments
 */
record CommandCall(String id, List<EncodedValue> arguments) {

	private static final byte JSON_ONLY = 1;

	private static final byte ANY_CODEC = 2;

	private static final int NULL = -1;

	/** The longest id in bytes. */
	static final int LONGEST_ID_BYTES = 1024;

	/** The most arguments. */
	static final int MOST_ARGUMENTS = 255;

	byte[] toBytes() {
		boolean jsonOnly = this.arguments.stream().allMatch(EncodedValue::isJson);
		byte[] idBytes = this.id.getBytes(StandardCharsets.UTF_8);
		long sizeBytes = 1L + Short.BYTES + idBytes.length + 1;
		for (EncodedValue argument : this.arguments) {
			sizeBytes += ((jsonOnly) ? 0 : 1 + argument.codec().length()) + Integer.BYTES + argument.sizeBytes();
		}
		if (sizeBytes > Integer.MAX_VALUE - 8) {
			throw new IllegalArgumentException("The arguments of '" + this.id + "' are " + sizeBytes + " bytes long");
		}
		ByteBuffer buffer = ByteBuffer.allocate((int) sizeBytes);
		buffer.put((jsonOnly) ? JSON_ONLY : ANY_CODEC).putShort((short) idBytes.length).put(idBytes);
		buffer.put((byte) this.arguments.size());
		for (EncodedValue argument : this.arguments) {
			if (!jsonOnly) {
				CodecName.write(argument.codec(), buffer);
			}
			ByteBuffer bytes = argument.bytes();
			buffer.putInt((bytes != null) ? bytes.remaining() : NULL);
			if (bytes != null) {
				buffer.put(bytes.duplicate());
			}
		}
		return buffer.array();
	}

	static CommandCall read(ByteBuffer body) {
		ByteBuffer buffer = body.duplicate();
		try {
			byte version = buffer.get();
			if (version != JSON_ONLY && version != ANY_CODEC) {
				throw new IllegalStateException("The entry has version " + version + " of the typed model, not "
						+ JSON_ONLY + " or " + ANY_CODEC + ". Was it submitted as bytes?");
			}
			byte[] idBytes = new byte[Short.toUnsignedInt(buffer.getShort())];
			buffer.get(idBytes);
			int count = Byte.toUnsignedInt(buffer.get());
			List<EncodedValue> arguments = new ArrayList<>(count);
			for (int i = 0; i < count; i++) {
				arguments.add((version == JSON_ONLY) ? EncodedValue.json(slice(buffer, buffer.getInt()))
						: readWithCodec(buffer));
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

	private static EncodedValue readWithCodec(ByteBuffer buffer) {
		String codec = CodecName.read(buffer);
		int sizeBytes = buffer.getInt();
		return new EncodedValue(codec, (sizeBytes != NULL) ? slice(buffer, sizeBytes) : null);
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
