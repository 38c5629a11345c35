package io.dongting.simulation.swarm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.dongting.simulation.history.Action;
import org.jspecify.annotations.Nullable;

/**
 * A write to the key-value store as it stands in the log: a kind, the key and up to two
 * texts, and some bytes without meaning that make it larger.
 *
 * @param kind what to do
 * @param key the key
 * @param value the new value or suffix
 * @param expected the expected value, {@code null} if the key should be absent
 */
record KvCommand(Kind kind, String key, String value, @Nullable String expected) {

	private static final byte SEPARATOR = 1;

	private static final int FIELDS = 4;

	private static final String ABSENT = "\u0002";

	/** Return the command for an action that writes. */
	static KvCommand of(String key, Action action) {
		if (action instanceof Action.Put put) {
			return new KvCommand(Kind.PUT, key, put.value(), null);
		}
		if (action instanceof Action.Append append) {
			return new KvCommand(Kind.APPEND, key, append.suffix(), null);
		}
		if (action instanceof Action.Cas cas) {
			return new KvCommand(Kind.CAS, key, cas.value(), cas.expected());
		}
		if (action instanceof Action.Delete) {
			return new KvCommand(Kind.DELETE, key, "", null);
		}
		throw new IllegalArgumentException(action + " does not write");
	}

	byte[] encode(int paddingBytes) {
		String text = String.join(Character.toString(SEPARATOR), this.kind.name(), this.key, this.value,
				(this.expected != null) ? this.expected : ABSENT, "");
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(bytes.length + paddingBytes).put(bytes).array();
	}

	static KvCommand decode(ByteBuffer body) {
		String[] fields = new String[FIELDS];
		int start = body.position();
		for (int i = 0; i < FIELDS; i++) {
			int end = start;
			while (body.get(end) != SEPARATOR) {
				end++;
			}
			fields[i] = text(body, start, end);
			start = end + 1;
		}
		return new KvCommand(Kind.valueOf(fields[0]), fields[1], fields[2],
				fields[3].equals(ABSENT) ? null : fields[3]);
	}

	private static String text(ByteBuffer body, int start, int end) {
		byte[] bytes = new byte[end - start];
		body.get(start, bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/** What a command does. */
	enum Kind {

		PUT, APPEND, CAS, DELETE

	}

}
