package io.dongting.raft;

/**
 * The outcome of a command that was applied.
 *
 * @param index the position in the log at which the command stands
 * @param result what the state machine returned for it
 */
public record RaftOutput(long index, byte[] result) {

}
