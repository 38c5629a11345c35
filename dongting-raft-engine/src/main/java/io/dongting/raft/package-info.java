/**
 * The public API of the engine: what an application that embeds a replicated state
 * machine touches.
 *
 * <p>
 * A {@link io.dongting.raft.RaftGroup} is one replicated log with one
 * {@link io.dongting.raft.StateMachine} behind it. Commands go in as
 * {@link io.dongting.raft.RaftInput} on any member and come out of {@code apply} on every
 * member, in the same order, once. Everything here may be called from any thread;
 * callbacks run on threads of the engine and must not block.
 *
 * <p>
 * A call that fails says which of three things happened. A
 * {@link io.dongting.raft.NotExecutedException} was refused before anything was appended
 * and may be retried; an {@link io.dongting.raft.OutcomeUnknownException} may or may not
 * have been executed, or may still be; a failure of the command itself is a result like
 * any other and belongs to the state machine.
 */
@NullMarked
package io.dongting.raft;

import org.jspecify.annotations.NullMarked;
