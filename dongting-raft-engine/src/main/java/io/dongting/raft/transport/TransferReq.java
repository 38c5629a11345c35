package io.dongting.raft.transport;

/**
 * A node passes on to the leader that somebody wants another node to lead (R24). Answered
 * once, when that has come about or has not.
 *
 * @param envelope the asker's
 * @param targetNodeId who is to lead, 0 for the best follower
 * @param timeoutMillis how long the asker still waits
 */
public record TransferReq(Envelope envelope, int targetNodeId, long timeoutMillis) implements Message {

}
