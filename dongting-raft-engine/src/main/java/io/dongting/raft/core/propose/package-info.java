/**
 * The way of a command into the log: bounded queue, then, on the leader, an index, and on
 * any other node a message to the leader.
 *
 * <p>
 * {@link io.dongting.raft.core.propose.LinearTaskRunner#submit} may be called on any
 * thread; everything else runs on the group's dispatcher thread. Invariants: one place
 * gives out log indexes; a command is refused before anything is appended or not at all;
 * its callback is called exactly once; what is pending is bounded in count and bytes.
 */
@NullMarked
package io.dongting.raft.core.propose;

import org.jspecify.annotations.NullMarked;
