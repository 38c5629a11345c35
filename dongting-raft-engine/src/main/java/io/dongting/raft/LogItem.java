package io.dongting.raft;

import java.nio.ByteBuffer;

/**
 * A committed entry on its way into the state machine.
 *
 * @param index its position in the log, the same on every node
 * @param term the term of the leader that appended it
 * @param timestampMillis the wall clock of that leader in milliseconds since the epoch,
 * never going back along the log: the one clock a command may use
 * @param body the command, read-only
 */
public record LogItem(long index, long term, long timestampMillis, ByteBuffer body) {

}
