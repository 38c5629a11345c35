package io.dongting.raft.transport;

import io.dongting.raft.DiskSpace;

/**
 * The answer to a {@link HeartbeatReq}: the sender follows that leader.
 *
 * @param envelope the follower's
 * @param promiseMillis for how long from now this node votes for nobody else (R7)
 * @param diskSpace how much room there is on the disk of the follower (R29)
 */
public record HeartbeatResp(Envelope envelope, long promiseMillis, DiskSpace diskSpace) implements Message {

}
