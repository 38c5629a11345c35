/**
 * Leadership goes from one node to another because somebody wants it to (R24, Raft thesis
 * 3.10).
 *
 * <p>
 * {@link io.dongting.raft.core.transfer.TransferCalls} takes the wish on any node and
 * asks the leader; there {@link io.dongting.raft.core.transfer.LeadershipTransfer} runs
 * one {@link io.dongting.raft.core.transfer.TransferFlow} at a time: the target catches
 * up while commands go on, then they wait during a
 * {@link io.dongting.raft.core.transfer.Freeze}, and once the target has everything it is
 * told to campaign. Its election is a real one, only that voters disregard what they have
 * promised to the leader that hands over. That leader leads until it sees the next term.
 * One that is no member any more hands over by itself
 * ({@link io.dongting.raft.core.transfer.Resignation}, R23), and so does one whose disk
 * is low ({@link io.dongting.raft.core.transfer.LowDiskRetreat}, R29).
 *
 * <p>
 * What came of it is what is then seen of it: whoever leads a later term than the one in
 * which the leader was asked. So an answer may get lost, or cross the change of
 * leadership, and the outcome is true all the same.
 *
 * <p>
 * Everything runs on the group's dispatcher thread. Invariants: nothing is appended
 * during a freeze, and a freeze lasts for an election timeout at most; there is no lease
 * from its begin on, and after one that changed nothing not before a further entry of the
 * term has committed (R17): a target that heeds the old request late has then lost the
 * comparison of the logs.
 */
@NullMarked
package io.dongting.raft.core.transfer;

import org.jspecify.annotations.NullMarked;
