package io.dongting.raft.snapshot;

/**
 * A snapshot that is published. Two of the same header, size and checksum are the same to
 * the last byte, on whichever nodes.
 *
 * @param path its path
 * @param header what it is of
 * @param sizeBytes the size of the file
 * @param checksum the CRC32C of the whole state
 */
public record StoredSnapshot(String path, SnapshotHeader header, long sizeBytes, int checksum) {

	public long index() {
		return this.header.index();
	}

	public long term() {
		return this.header.term();
	}

}
