package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node tells the group through the log which commands it can apply: a version byte,
 * then JSON.
 *
 * @param nodeId the node
 * @param members the members of the group where the node led it, else empty
 * @param term in which the node led the group, if it gives the members
 * @param commands what the node can apply, by the ids of the commands
 */
record Announcement(int nodeId, SortedSet<Integer> members, @Nullable Long term,
		SortedMap<String, CommandShape> commands) {

	/** Follows the versions of {@link CommandCall}. */
	private static final byte VERSION = 3;

	/** Later versions may say more. */
	private static final JsonMapper mapper = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(Include.NON_NULL))
		.build();

	Announcement {
		members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
		commands = Collections.unmodifiableSortedMap(new TreeMap<>(commands));
	}

	static Announcement of(int nodeId, SortedSet<Integer> members, long term, Map<String, CommandShape> commands) {
		return new Announcement(nodeId, members, (members.isEmpty()) ? null : term, new TreeMap<>(commands));
	}

	/**
	 * Return what counts of an announcement that stands in the log. It may have come
	 * there late, after another leader had announced other members and would not do so
	 * again: so the members count in the term alone in which their leader knew them.
	 * @param entryTerm the term of the entry
	 */
	Announcement in(long entryTerm) {
		// Before there were terms, members counted always
		boolean late = this.term != null && this.term != entryTerm;
		return (late) ? new Announcement(this.nodeId, Collections.emptySortedSet(), null, this.commands) : this;
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
