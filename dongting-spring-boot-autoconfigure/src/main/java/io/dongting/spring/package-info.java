/**
 * What a Spring developer writes and is given: the annotations that turn a bean into a
 * replicated state machine, the context of a command, and the registry of groups.
 *
 * <p>
 * A bean annotated with {@link io.dongting.spring.RaftStateMachine} exists twice over.
 * What is injected elsewhere is a proxy: its commands and queries go through consensus
 * and may be called from any thread. The bean itself is only touched by the log of its
 * group, one call at a time on the group's apply turn, the same calls in the same order
 * on every node.
 *
 * <p>
 * A call that fails says which of three things happened: it throws
 * {@link io.dongting.raft.NotExecutedException} (nothing happened and nothing will; it is
 * a {@link io.dongting.spring.CommandNotAnnouncedException} where the group does not
 * accept the command yet), the exception that the command itself threw on every node, or
 * {@link io.dongting.raft.OutcomeUnknownException}.
 */
@NullMarked
package io.dongting.spring;

import org.jspecify.annotations.NullMarked;
