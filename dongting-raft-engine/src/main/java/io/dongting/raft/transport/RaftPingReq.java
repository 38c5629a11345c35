package io.dongting.raft.transport;

/**
 * A node says what it hosts under a group's number and asks the other to say the same.
 * From node to node: the groups themselves do not see it.
 *
 * @param envelope names no replicas and no cluster
 * @param group the group
 */
public record RaftPingReq(Envelope envelope, HostedGroup group) implements Message {

}
