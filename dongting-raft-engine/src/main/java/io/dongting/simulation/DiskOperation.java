package io.dongting.simulation;

/**
 * Something done to a {@link SimulatedFileSystem} that can change what is on the disk.
 *
 * @param number counts the operations, from 1
 * @param kind what was done
 * @param path to which file or directory; the new path of a rename
 * @param position where in the file, in bytes; 0 where that means nothing
 * @param sizeBytes how much; 0 where that means nothing
 */
public record DiskOperation(long number, Kind kind, String path, long position, long sizeBytes) {

	/** What can be done. */
	public enum Kind {

		/** A file came into being. */
		CREATE,

		/** Bytes were written. */
		WRITE,

		/** A file was cut off. */
		TRUNCATE,

		/** The content of a file was made durable. */
		SYNC,

		/** The names in a directory were made durable. */
		SYNC_DIRECTORY,

		/** A file got another name. */
		RENAME,

		/** A file was deleted. */
		DELETE

	}

}
