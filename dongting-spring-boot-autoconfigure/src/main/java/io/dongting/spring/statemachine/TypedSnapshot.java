package io.dongting.spring.statemachine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

import io.dongting.raft.Snapshot;
import tools.jackson.core.JacksonException;

/**
 * What the members have announced, before the state of the bean. A snapshot of a time
 * when nobody had announced anything has only the latter.
 *
 * @param announced what the members have announced
 * @param state the state of the bean
 */
record TypedSnapshot(AnnouncedCommands announced, Snapshot state) implements Snapshot {

	/** No bean is likely to begin with this; the last byte is the version. */
	private static final byte[] HEADER = { (byte) 0xd0, 0x27, 'd', 'o', 'n', 'g', 't', 'i', 'n', 'g', (byte) 0xe5,
			(byte) 0x9b, 'C', (byte) 0xfe, 0x0d, 1 };

	static final int HEADER_BYTES = HEADER.length;

	/** What 256 nodes can announce is far less. */
	private static final int MOST_BYTES = 256 * 1024 * 1024;

	@Override
	public void writeTo(OutputStream target) throws IOException {
		byte[] bytes = this.announced.toBytes();
		DataOutputStream data = new DataOutputStream(target);
		data.write(HEADER);
		data.writeInt(bytes.length);
		data.write(bytes);
		data.flush();
		this.state.writeTo(target);
	}

	@Override
	public void close() {
		this.state.close();
	}

	/**
	 * Read what stands before the state of the bean, if anything does.
	 */
	static AnnouncedCommands readAnnounced(PushbackInputStream source) throws IOException {
		byte[] header = source.readNBytes(HEADER_BYTES);
		if (!Arrays.equals(header, HEADER)) {
			source.unread(header);
			return AnnouncedCommands.NONE;
		}
		DataInputStream data = new DataInputStream(source);
		int sizeBytes = data.readInt();
		if (sizeBytes < 0 || sizeBytes > MOST_BYTES) {
			throw new IOException("The snapshot says that " + sizeBytes + " bytes were announced.");
		}
		byte[] bytes = data.readNBytes(sizeBytes);
		if (bytes.length < sizeBytes) {
			throw new EOFException("The snapshot ends within what was announced.");
		}
		try {
			return AnnouncedCommands.read(bytes);
		}
		catch (JacksonException ex) {
			throw new IOException("What was announced cannot be read in the snapshot.", ex);
		}
	}

}
