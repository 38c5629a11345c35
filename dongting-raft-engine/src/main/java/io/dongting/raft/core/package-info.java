/**
 * The protocol of one group, put together: the parts of the packages below, who gets
 * which message, and the group as its users see it.
 *
 * <p>
 * Where to look: {@link io.dongting.raft.core.RequestRouter} and
 * {@link io.dongting.raft.core.AnswerRouter} lead from a message to its handler, one
 * class for each; {@link io.dongting.raft.core.GroupComponents} shows how the parts hang
 * together and what happens at the end of a round.
 *
 * <p>
 * A group belongs to one dispatcher thread; only
 * {@link io.dongting.raft.core.RaftGroupImpl} is touched by others. Nothing here takes a
 * lock, opens a file or reads a clock of its own: everything that is not arithmetic comes
 * in through a seam.
 */
@NullMarked
package io.dongting.raft.core;

import org.jspecify.annotations.NullMarked;
