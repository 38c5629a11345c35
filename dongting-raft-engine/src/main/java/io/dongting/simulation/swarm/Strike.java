package io.dongting.simulation.swarm;

/**
 * One decision to let something go wrong. Everything that follows from it - where it
 * strikes, how hard, for how long - is drawn from a seed of its own, so that to leave one
 * strike out of a run does not change the others.
 *
 * @param atMillis when, in milliseconds from the start of the run
 * @param kind what goes wrong
 * @param seed decides the rest
 */
public record Strike(long atMillis, FaultKind kind, long seed) {

}
