/**
 * The typed model: how calls of an annotated bean become entries of a log and back.
 *
 * <p>
 * {@link io.dongting.spring.statemachine.StateMachineModel} reads the annotations of a
 * class once, at start-up, and refuses what could not work later. On the caller's side a
 * proxy encodes a call, submits it to the group and decodes the outcome, all on the
 * caller's thread or, for futures, on threads of
 * {@link io.dongting.spring.statemachine.CompletionThreads}: never on a thread of the
 * engine. On the log's side {@link io.dongting.spring.statemachine.TypedStateMachine}
 * decodes an entry and calls the bean, on the group's apply turn.
 * {@link io.dongting.spring.statemachine.ValueCodecs} know how values become bytes.
 *
 * <p>
 * {@link io.dongting.spring.statemachine.CommandHistory} remembers beside the data what
 * the commands in the log looked like, and refuses at start a version that could not read
 * them.
 *
 * <p>
 * Nodes of two versions may run side by side.
 * {@link io.dongting.spring.statemachine.Announcement}s in the log say what each can
 * apply, and {@link io.dongting.spring.statemachine.AnnouncedCommands}, a part of the
 * replicated state, say what the group accepts. A command that it does not accept is not
 * proposed, and not applied by any node should it stand in the log all the same. What a
 * command looks like does not show in the log: so a process proposes nothing before it
 * has applied what was announced before its start.
 *
 * <p>
 * Invariants: what a caller proposes can be decoded again, which is checked before it is
 * proposed, since an entry that cannot be decoded stops the group on every node. An entry
 * whose command is unknown is never skipped. Every node encodes the same outcome for the
 * same entry.
 */
@NullMarked
package io.dongting.spring.statemachine;

import org.jspecify.annotations.NullMarked;
