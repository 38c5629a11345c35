package io.dongting.raft.transport;

import java.util.List;

/**
 * The answer to a {@link RaftPingReq}.
 *
 * @param envelope names no replicas and no cluster
 * @param groups what the answerer hosts under the number that was asked about, and what
 * under the name: one group if both are the same, none if it hosts neither
 */
public record RaftPingResp(Envelope envelope, List<HostedGroup> groups) implements Message {

}
