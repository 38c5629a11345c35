/**
 * Committed entries on their way into the state machine, and everything that has to run
 * between two of them.
 *
 * <p>
 * The {@link io.dongting.raft.core.apply.ApplyManager} belongs to the group's dispatcher
 * thread; the state machine runs on the group's own turn, a chain of tasks one after the
 * other on threads that may block, so that a slow one stops neither heartbeats nor votes
 * nor other groups. Invariants: each entry is applied once and in order; the applied
 * index is published before anybody is told of a result; after a failure nothing more is
 * applied.
 */
@NullMarked
package io.dongting.raft.core.apply;

import org.jspecify.annotations.NullMarked;
