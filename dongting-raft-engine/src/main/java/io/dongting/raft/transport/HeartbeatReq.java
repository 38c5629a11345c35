package io.dongting.raft.transport;

/**
 * A leader says that it lives, and how far it has committed. Not an entry of the log
 * (R12).
 *
 * @param envelope the leader's
 * @param leaderCommit how far the leader has committed
 */
public record HeartbeatReq(Envelope envelope, long leaderCommit) implements Message {

}
