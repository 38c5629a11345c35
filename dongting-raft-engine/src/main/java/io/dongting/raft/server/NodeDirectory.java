package io.dongting.raft.server;

import io.dongting.raft.storage.FileSystem;

/**
 * The files of a node, held for one server. Closing it lets go of them.
 */
public interface NodeDirectory extends AutoCloseable {

	/**
	 * Return the files.
	 * @return the file system whose root is the data directory
	 */
	FileSystem files();

	/**
	 * Return where that is.
	 * @return a description for people
	 */
	String description();

	@Override
	void close();

}
