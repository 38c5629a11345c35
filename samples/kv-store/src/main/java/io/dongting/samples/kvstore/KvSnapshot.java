package io.dongting.samples.kvstore;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.Snapshot;

/**
 * All keys and values of one moment. They are written in the order of the keys, so that
 * the same state is the same bytes on every node.
 */
class KvSnapshot implements Snapshot {

	private static final int VERSION = 1;

	private final Map<String, String> values;

	/**
	 * Create a snapshot.
	 * @param values the keys and values, which are copied
	 */
	KvSnapshot(Map<String, String> values) {
		this.values = new HashMap<>(values);
	}

	@Override
	public void writeTo(OutputStream target) throws IOException {
		DataOutputStream out = new DataOutputStream(target);
		out.writeInt(VERSION);
		out.writeInt(this.values.size());
		for (Map.Entry<String, String> entry : new TreeMap<>(this.values).entrySet()) {
			writeText(out, entry.getKey());
			writeText(out, entry.getValue());
		}
		out.flush();
	}

	private static void writeText(DataOutputStream out, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	/**
	 * Read what was written.
	 * @param source where to read from
	 * @return the keys and values
	 */
	static Map<String, String> read(InputStream source) throws IOException {
		DataInputStream in = new DataInputStream(source);
		int version = in.readInt();
		if (version != VERSION) {
			throw new IOException("The snapshot has the version " + version + ", this program reads " + VERSION);
		}
		int size = in.readInt();
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < size; i++) {
			values.put(readText(in), readText(in));
		}
		return values;
	}

	private static String readText(DataInputStream in) throws IOException {
		byte[] bytes = new byte[in.readInt()];
		in.readFully(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
