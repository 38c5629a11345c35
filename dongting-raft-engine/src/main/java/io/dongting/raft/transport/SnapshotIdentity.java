package io.dongting.raft.transport;

/**
 * Tells snapshots apart: two of the same identity are the same to the last byte, so that
 * what one leader has begun to send another may go on with.
 *
 * @param index the last entry it covers
 * @param term the term of that entry
 * @param sizeBytes the size of its file
 * @param checksum the CRC32C of the state in it
 */
public record SnapshotIdentity(long index, long term, long sizeBytes, int checksum) {

}
