/**
 * Elections: when to ask for one, and when to give a vote (Raft paper 5.2, 5.4.1; thesis
 * 9.6 on pre-votes).
 *
 * <p>
 * Runs on the group's dispatcher thread. Invariants: a vote is durable before it is sent
 * and given once a term (R5); a pre-vote changes nothing at either end (R8); while a
 * promise to a leader stands, nobody gets a vote, this replica included (R7); and while a
 * log is being refilled, only who has all that this replica once acknowledged (R28).
 */
@NullMarked
package io.dongting.raft.core.election;

import org.jspecify.annotations.NullMarked;
