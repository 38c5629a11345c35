package io.dongting.raft.server;

import java.nio.file.Path;

/**
 * Another process, or another server of this one, works on the data directory.
 */
public class DataDirectoryInUseException extends RaftStartupException {

	private final transient Path directory;

	public DataDirectoryInUseException(Path directory) {
		super("The data directory " + directory + " is in use by another server");
		this.directory = directory;
	}

	/**
	 * Return the directory.
	 * @return its absolute path
	 */
	public Path directory() {
		return this.directory;
	}

}
