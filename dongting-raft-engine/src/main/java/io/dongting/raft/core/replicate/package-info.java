/**
 * The leader's side of replication: sends entries and heartbeats, keeps what each other
 * node has answered, and derives from it how far the log is replicated and how sure the
 * leader may be that it still leads.
 *
 * <p>
 * Runs on the group's dispatcher thread; at the end of each round one flush turns what
 * gathered into messages. Invariants: the window of each peer is bounded in messages and
 * bytes; an answer counts only from the replica that the configuration in force binds to
 * the node (R2), and only in the term in which it was asked for.
 */
@NullMarked
package io.dongting.raft.core.replicate;

import org.jspecify.annotations.NullMarked;
