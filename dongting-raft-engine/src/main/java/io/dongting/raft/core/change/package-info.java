/**
 * Changes of the membership by joint consensus (Raft paper 6, rules R19 to R23).
 *
 * <p>
 * {@link io.dongting.raft.core.change.ChangeDesk} takes calls on any thread and brings
 * them to the leader; there {@link io.dongting.raft.core.change.ChangeManager} leads a
 * change from step to step: nodes that are new to the group are asked who they are and
 * join as observers, a majority of the new members and all new observers catch up, old
 * and new members decide together, and then the new ones alone. Every step is a
 * configuration entry that says which change it belongs to, so that the next leader goes
 * on with it.
 *
 * <p>
 * Everything but the submission runs on the group's dispatcher thread. Invariants: a
 * configuration entry is appended only over a committed one, and only after an entry of
 * the appender's own term has committed; the one exception is a leader that takes back
 * the joint configuration it has appended in the same term. No entry binds a node of the
 * configuration before it to another replica. What was refused leaves the membership as
 * it was.
 */
@NullMarked
package io.dongting.raft.core.change;

import org.jspecify.annotations.NullMarked;
