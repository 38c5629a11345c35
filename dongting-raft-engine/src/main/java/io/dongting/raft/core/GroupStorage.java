package io.dongting.raft.core;

import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.vote.VoteStore;

/**
 * What a group keeps on disk, opened.
 *
 * @param votes term, vote and promise
 * @param log the log
 */
public record GroupStorage(VoteStore votes, RaftLog log) {

}
