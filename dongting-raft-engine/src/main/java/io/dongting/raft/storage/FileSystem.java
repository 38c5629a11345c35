package io.dongting.raft.storage;

import java.io.IOException;
import java.util.List;

/**
 * A tree of files. Paths are relative to the root the file system was made with,
 * separated by {@code /}; the root itself is the empty path. Errors name the path.
 */
public interface FileSystem {

	/**
	 * Create a directory and those above it where they are missing. Durable only when the
	 * directories above were synced, see {@link #syncDirectory}.
	 * @param directory the directory
	 * @throws IOException if that fails
	 */
	void createDirectories(String directory) throws IOException;

	/**
	 * Return whether there is a file or directory.
	 * @param path its path
	 * @return {@code true} if there is
	 */
	boolean exists(String path);

	/**
	 * Return the names in a directory, sorted.
	 * @param directory the directory
	 * @return the names, without the directory
	 * @throws IOException if there is no such directory, or it cannot be read
	 */
	List<String> list(String directory) throws IOException;

	/**
	 * Open a file for reading and writing, creating it when missing.
	 * @param path its path; the directory exists
	 * @return the file, to be closed by the caller
	 * @throws IOException if that fails
	 */
	StorageFile open(String path) throws IOException;

	/**
	 * Give a file or directory another name within its directory, in one step: after a
	 * power cut there is the one or the other. A file replaces a file of that name; a
	 * directory replaces nothing, and takes along what is in it.
	 * @param from the path of the file or directory
	 * @param to its new path
	 * @throws IOException if that fails
	 */
	void rename(String from, String to) throws IOException;

	/**
	 * Delete a file.
	 * @param path its path
	 * @throws IOException if that fails, or there is none
	 */
	void delete(String path) throws IOException;

	/**
	 * Make the names in a directory durable. Must not be repeated after it failed.
	 * @param directory the directory
	 * @throws IOException if that fails
	 */
	void syncDirectory(String directory) throws IOException;

	/**
	 * Return how much more can be stored.
	 * @return the size in bytes
	 * @throws IOException if that cannot be told
	 */
	long usableSpaceBytes() throws IOException;

	/**
	 * Return how much could be stored if there were nothing else.
	 * @return the size in bytes, 0 where nobody keeps account of it
	 * @throws IOException if that cannot be told
	 */
	long totalSpaceBytes() throws IOException;

}
