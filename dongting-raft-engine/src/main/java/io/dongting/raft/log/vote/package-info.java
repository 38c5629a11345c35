/**
 * Term, vote and promise of a replica, durable before any answer that depends on them
 * (R5).
 *
 * <p>
 * {@link io.dongting.raft.log.vote.VoteStore} belongs to one group and is called on its
 * dispatcher thread; only its blocking work runs elsewhere. The state is in one small
 * file, twice, in different sectors: a write torn in the middle leaves the other copy,
 * and one copy gone bad is healed from the other.
 *
 * <p>
 * With them stands the {@link io.dongting.raft.log.vote.Floor} of a log that is being
 * refilled, as long as there is one (R28): it limits votes, and is written and forgotten
 * as durably as they are.
 *
 * <p>
 * Invariants: the term never goes back, no two votes are given in one term, the replica
 * uuid never changes, and a completion runs only when both copies are durable.
 */
@NullMarked
package io.dongting.raft.log.vote;

import org.jspecify.annotations.NullMarked;
