package io.dongting.raft.core;

import java.util.List;

import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StoredSnapshot;

/**
 * What a group keeps on disk, opened.
 *
 * @param votes term, vote and promise
 * @param log the log
 * @param snapshots where snapshots are
 * @param foundSnapshots those that were found, the newest first; the log holds the last
 * entry of the first of them, or begins behind it
 */
public record GroupStorage(VoteStore votes, RaftLog log, SnapshotStore snapshots, List<StoredSnapshot> foundSnapshots) {

}
