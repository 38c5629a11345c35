package io.dongting.raft;

/**
 * The outcome of a command that was applied.
 *
 * @param index the position in the log at which the command stands, the same on every
 * node; a read {@linkplain ReadRequest#atLeast of at least that index} sees its effect
 * @param result what the state machine returned for it
 */
public record RaftOutput(long index, byte[] result) {

}
