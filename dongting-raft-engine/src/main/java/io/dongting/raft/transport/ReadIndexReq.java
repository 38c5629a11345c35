package io.dongting.raft.transport;

import io.dongting.raft.ReadConsistency;

/**
 * A node asks the leader for the index it has to have applied before it may serve the
 * reads that wait there (Raft thesis 6.4).
 *
 * @param envelope the asker's
 * @param consistency how the leader is to make sure that it still leads
 */
public record ReadIndexReq(Envelope envelope, ReadConsistency consistency) implements Message {

}
