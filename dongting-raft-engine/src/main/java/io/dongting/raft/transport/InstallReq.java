package io.dongting.raft.transport;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A leader sends a piece of a snapshot to a follower that needs entries it has no more,
 * or asks how much of it has arrived (Raft paper 7).
 *
 * @param envelope the leader's
 * @param snapshot which snapshot
 * @param offset where in its file the piece begins, in bytes
 * @param block the piece, cut anywhere; empty in a question. Not to be changed
 * @param blockChecksum the CRC32C of the piece
 */
public record InstallReq(Envelope envelope, SnapshotIdentity snapshot, long offset, List<ByteBuffer> block,
		int blockChecksum) implements Message {

}
