/**
 * The state of the group as a whole: saving it, going on from a saved one, and what that
 * makes superfluous.
 *
 * <p>
 * All of it belongs to the group's dispatcher thread. The state machine freezes and loads
 * its state on the apply turn; files are written and read on storage threads, by lanes of
 * their own, so that the log never waits behind a snapshot.
 *
 * <p>
 * Invariants: log and snapshots together have no gap; the log is never deleted beyond
 * what is applied and the oldest snapshot that is kept; a snapshot carries the
 * configuration as of its index.
 */
@NullMarked
package io.dongting.raft.core.snapshot;

import org.jspecify.annotations.NullMarked;
