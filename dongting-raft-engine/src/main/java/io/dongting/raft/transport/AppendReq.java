package io.dongting.raft.transport;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A leader sends entries, or finds out where the logs part (Raft paper 5.3).
 *
 * @param envelope the leader's
 * @param previousIndex the index before the first entry
 * @param previousTerm the term of that index
 * @param leaderCommit how far the leader has committed
 * @param entries consecutive entries in the log's own encoding, cut anywhere; empty in a
 * probe. Not to be changed
 */
public record AppendReq(Envelope envelope, long previousIndex, long previousTerm, long leaderCommit,
		List<ByteBuffer> entries) implements Message {

	/**
	 * Return how many bytes of entries are carried.
	 * @return the size in bytes
	 */
	public int entriesSizeBytes() {
		int sizeBytes = 0;
		for (ByteBuffer buffer : this.entries) {
			sizeBytes += buffer.remaining();
		}
		return sizeBytes;
	}

}
