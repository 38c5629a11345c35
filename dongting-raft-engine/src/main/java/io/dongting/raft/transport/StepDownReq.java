package io.dongting.raft.transport;

/**
 * A leader says that it leads no more (R10, R11). Not answered.
 *
 * @param envelope the term is the one it led
 */
public record StepDownReq(Envelope envelope) implements Message {

}
