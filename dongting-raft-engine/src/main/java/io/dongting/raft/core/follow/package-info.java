/**
 * The follower's side of replication: takes entries from the leader of the term, and
 * answers when they are durable.
 *
 * <p>
 * Runs on the group's dispatcher thread. Invariants: the log is cut only at the first
 * entry whose term differs, and never at or below the commit index (R13); an
 * acknowledgement is sent only for what is durable, and only while this replica is still
 * in the term of the request; every request is answered, by itself or together with a
 * later one. {@link io.dongting.raft.core.follow.Freshness} tells other threads how old
 * the state is that comes of it.
 */
@NullMarked
package io.dongting.raft.core.follow;

import org.jspecify.annotations.NullMarked;
