package io.dongting.raft.transport;

/**
 * The answer to a {@link HeartbeatReq}: the sender follows that leader.
 *
 * @param envelope the follower's
 * @param promiseMillis for how long from now this node votes for nobody else (R7)
 */
public record HeartbeatResp(Envelope envelope, long promiseMillis) implements Message {

}
