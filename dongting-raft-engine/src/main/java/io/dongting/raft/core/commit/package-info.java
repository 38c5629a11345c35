/**
 * How far the log is committed, for a leader that counts and for a follower that is told.
 * Runs on the group's dispatcher thread.
 *
 * <p>
 * Invariants: the commit index never goes back; a leader commits by counting only entries
 * of its own term (R12); a follower commits at most what it has verified against the
 * leader of this term (R13).
 */
@NullMarked
package io.dongting.raft.core.commit;

import org.jspecify.annotations.NullMarked;
