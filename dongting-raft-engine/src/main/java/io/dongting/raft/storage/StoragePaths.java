package io.dongting.raft.storage;

import java.io.IOException;

/**
 * The form of the paths a {@link FileSystem} takes, and directories that are durable.
 */
public final class StoragePaths {

	private StoragePaths() {
	}

	/**
	 * Check that a path stays within the root and is written in the one way there is.
	 * @param path a path
	 * @return the same path
	 * @throws IllegalArgumentException if it is absolute, has empty parts or contains
	 * {@code .}, {@code ..} or a backslash
	 */
	public static String require(String path) {
		if (path.isEmpty()) {
			return path;
		}
		for (String part : path.split("/", -1)) {
			if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\\') >= 0) {
				throw new IllegalArgumentException("Not a path below the root: '" + path + "'");
			}
		}
		return path;
	}

	/**
	 * Return the directory a path is in.
	 * @param path a path other than the root
	 * @return the directory, empty for the root
	 */
	public static String parent(String path) {
		int slash = path.lastIndexOf('/');
		return (slash < 0) ? "" : path.substring(0, slash);
	}

	/**
	 * Return the path of a name in a directory.
	 * @param directory a directory, empty for the root
	 * @param name the name
	 * @return the path
	 */
	public static String resolve(String directory, String name) {
		return directory.isEmpty() ? name : directory + "/" + name;
	}

	/**
	 * Create a directory where it is missing, and make its name durable with all names
	 * above it.
	 * @param fileSystem where
	 * @param directory the directory
	 * @throws IOException if that fails
	 */
	public static void createDurably(FileSystem fileSystem, String directory) throws IOException {
		fileSystem.createDirectories(directory);
		String path = directory;
		while (!path.isEmpty()) {
			path = parent(path);
			fileSystem.syncDirectory(path);
		}
	}

}
