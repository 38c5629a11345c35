package io.dongting.raft.server;

import java.io.IOException;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StoragePaths;

/**
 * Where the groups keep their data: each in a directory of its name.
 *
 * @param files the files of the node
 */
record GroupDirectories(FileSystem files) {

	private static final String ALL = "groups";

	static String of(String group) {
		return StoragePaths.resolve(ALL, group);
	}

	/**
	 * Give the directory of a group that runs no more another name, durably. May be done
	 * again where it was interrupted.
	 * @param group the name of the group
	 * @param aside the new name, which no group can have
	 * @throws IOException if that fails
	 */
	void setAside(String group, String aside) throws IOException {
		if (!this.files.exists(ALL)) {
			return;
		}
		if (this.files.exists(of(group)) && !this.files.exists(of(aside))) {
			this.files.rename(of(group), of(aside));
		}
		this.files.syncDirectory(ALL);
	}

}
