package io.dongting.raft.server;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.MemoryFileSystem;

/**
 * Files that are gone with the server.
 */
final class MemoryDirectory implements NodeDirectory {

	/** There is no disk that could become full. */
	private final FileSystem files = new MemoryFileSystem(Long.MAX_VALUE);

	@Override
	public FileSystem files() {
		return this.files;
	}

	@Override
	public String description() {
		return "in memory";
	}

	@Override
	public void close() {
		// nothing is held
	}

}
