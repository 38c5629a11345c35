/**
 * What a group tells about its own speed and fortune while it runs: moments and
 * durations, for whoever measures. What lasts is in {@link io.dongting.raft.GroupStatus}.
 *
 * <p>
 * Called by the group's dispatcher thread and by the threads that work for it, never
 * under a lock. Invariants: nothing in the protocol depends on what a meter does, and
 * nothing that is measured costs more for each entry than it did before.
 */
@NullMarked
package io.dongting.raft.core.meter;

import org.jspecify.annotations.NullMarked;
