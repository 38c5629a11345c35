package io.dongting.raft.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. Used by one thread at a time, and written through one opening at a time,
 * while others may read it. Errors name the path under which it was opened.
 */
public interface StorageFile extends Closeable {

	/**
	 * Read into a buffer until it is full or the file ends.
	 * @param target where to read to
	 * @param position where in the file to begin, in bytes
	 * @return how many bytes were read, 0 at the end of the file
	 * @throws IOException if that fails
	 */
	int read(ByteBuffer target, long position) throws IOException;

	/**
	 * Write a whole buffer.
	 * @param source what to write, from position to limit
	 * @param position where in the file to begin, in bytes
	 * @throws NoSpaceException if the disk is full; a part may have been written
	 * @throws IOException if anything else fails; a part may have been written
	 */
	void write(ByteBuffer source, long position) throws IOException;

	/**
	 * Write whole buffers one behind the other.
	 * @param sources what to write, each from position to limit
	 * @param position where in the file to begin, in bytes
	 * @throws NoSpaceException if the disk is full; a part may have been written
	 * @throws IOException if anything else fails; a part may have been written
	 */
	void write(ByteBuffer[] sources, long position) throws IOException;

	/**
	 * Make the content durable, and of what describes it only what is needed to read it
	 * back (fdatasync). Must not be repeated after it failed.
	 * @throws IOException if that fails
	 */
	void sync() throws IOException;

	/**
	 * Make the content and all that describes it durable (fsync), for a file that was
	 * created or has grown. Must not be repeated after it failed.
	 * @throws IOException if that fails
	 */
	void syncAll() throws IOException;

	/**
	 * Return the size of the file.
	 * @return the size in bytes
	 * @throws IOException if that cannot be told
	 */
	long sizeBytes() throws IOException;

	/**
	 * Cut the file off, if it is longer.
	 * @param sizeBytes its new size in bytes
	 * @throws IOException if that fails
	 */
	void truncate(long sizeBytes) throws IOException;

}
