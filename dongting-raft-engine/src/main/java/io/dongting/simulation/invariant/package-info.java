/**
 * What must hold over all replicas of a group at every moment, whatever happens to them,
 * and an observer of a {@link io.dongting.simulation.SimulatedCluster} that sees whether
 * it does.
 *
 * <p>
 * {@link io.dongting.simulation.invariant.GroupInvariants} looks at every replica after
 * every step and at every message, and remembers over crashes what was said and shown. It
 * changes nothing and asks for no random number, so a run with it is the same as one
 * without.
 */
@NullMarked
package io.dongting.simulation.invariant;

import org.jspecify.annotations.NullMarked;
