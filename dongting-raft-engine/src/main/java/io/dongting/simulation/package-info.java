/**
 * A simulated world to test state machines and the engine itself in: time, network and
 * disks that fail on demand, and everything that happens repeatable from one seed.
 *
 * <p>
 * {@link io.dongting.simulation.SimulatedCluster} is the way in: some real servers, each
 * a {@link io.dongting.simulation.SimulatedNode} with a
 * {@link io.dongting.simulation.SimulatedFileSystem disk} that outlives its crashes, in
 * one {@link io.dongting.simulation.SimulatedNetwork} and one
 * {@link io.dongting.fiber.VirtualTime}. {@link io.dongting.simulation.SimulationTrace}
 * tells whether two runs were the same, and what happened last.
 *
 * <p>
 * Nothing of the engine imports this package. Simulated things are used by one thread,
 * take all randomness from outside and ask no real clock.
 */
@NullMarked
package io.dongting.simulation;

import org.jspecify.annotations.NullMarked;
