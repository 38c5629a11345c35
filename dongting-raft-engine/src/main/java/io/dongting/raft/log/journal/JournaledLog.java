package io.dongting.raft.log.journal;

import java.util.UUID;

/**
 * A log of which the journal has records.
 *
 * @param groupId the group it belongs to
 * @param replicaUuid the replica it belongs to
 */
public record JournaledLog(int groupId, UUID replicaUuid) {

}
