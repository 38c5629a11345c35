package io.dongting.raft.transport;

/**
 * A leader asks a follower to take over: to campaign at once (Raft thesis 3.10, R24). Not
 * answered; the leader sees the election.
 *
 * @param envelope the term is the one the leader leads, which has to be that of the
 * follower
 * @param lastLogIndex where the leader's log ends, and the follower's has to
 */
public record TimeoutNowReq(Envelope envelope, long lastLogIndex) implements Message {

}
