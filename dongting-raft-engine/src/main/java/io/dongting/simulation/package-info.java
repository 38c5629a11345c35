/**
 * A simulated world to test state machines and the engine itself in: time, network and
 * disks that fail on demand, and everything that happens repeatable from one seed.
 *
 * <p>
 * Nothing of the engine imports this package. Simulated things are used by one thread,
 * take all randomness from outside and ask no real clock.
 */
@NullMarked
package io.dongting.simulation;

import org.jspecify.annotations.NullMarked;
