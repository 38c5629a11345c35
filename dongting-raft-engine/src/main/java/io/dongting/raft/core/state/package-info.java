/**
 * What a replica is at the moment: its term and vote, its role, whom it follows and how
 * long ago it heard of it. Shared by all parts of the protocol above.
 *
 * <p>
 * Everything here belongs to the group's dispatcher thread. Invariants: the term never
 * goes back; nothing is said to another node before the term, vote and promise it depends
 * on are durable (R5); there is one leader a term.
 */
@NullMarked
package io.dongting.raft.core.state;

import org.jspecify.annotations.NullMarked;
