package io.dongting.raft.transport;

/**
 * The answer to a {@link VoteReq}.
 *
 * @param envelope the term is the voter's own
 * @param kind what had been asked for
 * @param granted whether the candidate gets it
 */
public record VoteResp(Envelope envelope, VoteReq.Kind kind, boolean granted) implements Message {

}
