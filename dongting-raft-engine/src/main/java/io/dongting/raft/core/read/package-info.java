/**
 * Reads that go through no log: how fresh the state has to be, and how a leader makes
 * sure that it still is one (Raft thesis 6.4).
 *
 * <p>
 * {@link io.dongting.raft.core.read.ReadManager#submit} may be called on any thread, the
 * rest runs on the group's dispatcher thread, and the readers themselves on the group's
 * apply turn. Invariants: the index to wait for is taken after the read arrived and only
 * after the leader's first entry of its term has committed (R16); only answers to
 * messages sent after that confirm it (R18). A read that names an entry waits until this
 * node knows it to be committed and has applied it, and asks nobody.
 */
@NullMarked
package io.dongting.raft.core.read;

import org.jspecify.annotations.NullMarked;
