package io.dongting.raft.transport;

/**
 * The answer to a {@link ReadIndexReq}.
 *
 * @param envelope the leader's
 * @param readIndex the index to wait for; 0 when the asked node does not lead
 */
public record ReadIndexResp(Envelope envelope, long readIndex) implements Message {

}
