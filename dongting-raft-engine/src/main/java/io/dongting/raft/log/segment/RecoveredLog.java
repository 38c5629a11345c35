package io.dongting.raft.log.segment;

/**
 * A log that was opened: all of it is durable.
 *
 * @param store the files
 * @param terms where its terms begin
 * @param epoch the write epoch it goes on in
 */
record RecoveredLog(SegmentStore store, TermIndex terms, long epoch) {

}
