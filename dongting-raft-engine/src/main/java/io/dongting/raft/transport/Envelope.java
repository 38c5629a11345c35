package io.dongting.raft.transport;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What every message carries: the identities by which a receiver tells whether it is
 * meant (R2, R3), and the sender's term.
 *
 * @param groupId the group
 * @param clusterId the cluster the sender's log belongs to, {@code null} while it has no
 * log
 * @param fromNodeId the sender's node id
 * @param fromReplica the sender's replica uuid
 * @param toReplica the replica uuid the sender wants to reach: in a request the one its
 * configuration binds to the node, in an answer the asker's. {@code null} in questions of
 * identity only
 * @param term the sender's current term; in a pre-vote the term it asks for
 * @param sequence a number the sender chose; an answer repeats it
 */
public record Envelope(int groupId, @Nullable UUID clusterId, int fromNodeId, UUID fromReplica,
		@Nullable UUID toReplica, long term, long sequence) {

}
