/**
 * Runs of a whole cluster in which everything goes wrong, drawn from one seed, and that
 * must come to a good end all the same.
 *
 * <p>
 * A {@link io.dongting.simulation.swarm.Scenario} is drawn from a seed: how the cluster
 * is set up, which kinds of faults there are at all, when each strikes, and who has to
 * recover first. A {@link io.dongting.simulation.swarm.SimulationRun} lets clients work
 * on a small key-value store while the {@code Nemesis} does what the scenario says; then
 * {@code Recovery} requires that a majority, or all, come to a good end: a leader, every
 * operation answered, equal logs, quiet, and a history that is linearizable. Invariants
 * are checked after every step. The same scenario gives the same run, on any machine.
 *
 * <p>
 * Other groups share the nodes and have to keep every promise, too: a {@code Neighbour}
 * is there from the start, {@code Guests} come and go while the nodes run.
 *
 * <p>
 * A scenario is also a text, see {@link io.dongting.simulation.swarm.ScenarioText}. One
 * that fails is cut down to what it takes by the
 * {@link io.dongting.simulation.swarm.Shrinker} and kept.
 */
@NullMarked
package io.dongting.simulation.swarm;

import org.jspecify.annotations.NullMarked;
