package io.dongting.raft.log.segment;

/**
 * Where the log ends on disk.
 *
 * @param segment the first index of the segment it ends in
 * @param offset where in that segment the next entry goes, in bytes
 * @param lastIndex the last index
 * @param lastTerm the term of the last index
 */
record LogEnd(long segment, int offset, long lastIndex, long lastTerm) {

}
