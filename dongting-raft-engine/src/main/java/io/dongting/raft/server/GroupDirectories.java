package io.dongting.raft.server;

import java.io.IOException;
import java.util.List;

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

	static String logOf(String group) {
		return StoragePaths.resolve(of(group), "log");
	}

	/**
	 * Return the groups that have a directory. No name of a group has a dot, but what is
	 * set aside has.
	 * @return their names
	 * @throws IOException if they cannot be read
	 */
	List<String> names() throws IOException {
		if (!this.files.exists(ALL)) {
			return List.of();
		}
		return this.files.list(ALL).stream().filter((name) -> name.indexOf('.') < 0).toList();
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
