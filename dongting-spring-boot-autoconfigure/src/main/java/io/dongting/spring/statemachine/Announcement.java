package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node tells the group through the log which commands it can apply: a version byte,
 * then JSON.
 *
 * @param nodeId the node
 * @param members the members of the group where the node led it, else empty
 * @param commands what the node can apply, by the ids of the commands
 */
record Announcement(int nodeId, SortedSet<Integer> members, SortedMap<String, CommandShape> commands) {

	/** Follows the versions of {@link CommandCall}. */
	private static final byte VERSION = 3;

	/** Later versions may say more. */
	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	Announcement {
		members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
		commands = Collections.unmodifiableSortedMap(new TreeMap<>(commands));
	}

	static Announcement of(int nodeId, SortedSet<Integer> members, Map<String, CommandShape> commands) {
		return new Announcement(nodeId, members, new TreeMap<>(commands));
	}

	static boolean isIn(ByteBuffer body) {
		return body.hasRemaining() && body.get(body.position()) == VERSION;
	}

	static Announcement read(ByteBuffer body) {
		byte[] json = new byte[body.remaining() - 1];
		body.get(body.position() + 1, json);
		try {
			return mapper.readValue(json, Announcement.class);
		}
		catch (JacksonException ex) {
			throw new IllegalStateException("The entry does not say which commands a node can apply.", ex);
		}
	}

	byte[] toBytes() {
		byte[] json = mapper.writeValueAsBytes(this);
		return ByteBuffer.allocate(1 + json.length).put(VERSION).put(json).array();
	}

}
