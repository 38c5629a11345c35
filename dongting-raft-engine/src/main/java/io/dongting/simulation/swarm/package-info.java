/**
 * Runs of a whole cluster in which everything goes wrong, drawn from one seed, and that
 * must come to a good end all the same.
 *
 * <p>
 * A {@link io.dongting.simulation.swarm.SimulationRun} draws from its seed how the
 * cluster is set up, which kinds of faults there are at all and how often they strike;
 * lets clients work on a small key-value store meanwhile; then lets everything heal, and
 * requires that the cluster recovers, that every operation was answered, that all logs
 * are equal and that the history is linearizable. Invariants are checked after every
 * step. The same seed gives the same run.
 */
@NullMarked
package io.dongting.simulation.swarm;

import org.jspecify.annotations.NullMarked;
