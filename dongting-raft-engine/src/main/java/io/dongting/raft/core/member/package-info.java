/**
 * Who belongs to a group: the configuration entries of the log, and which of them is in
 * force. A {@link io.dongting.raft.core.member.GroupConfiguration} also says which step
 * of which change it is, and needs nothing else to be gone on from.
 *
 * <p>
 * Invariant: the configuration in force is that of the last configuration entry that was
 * appended, committed or not; truncation rolls it back (R19). All of it runs on the
 * group's dispatcher thread.
 */
@NullMarked
package io.dongting.raft.core.member;

import org.jspecify.annotations.NullMarked;
