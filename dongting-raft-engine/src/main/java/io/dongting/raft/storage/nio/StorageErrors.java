package io.dongting.raft.storage.nio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.dongting.raft.storage.NoSpaceException;

/**
 * Errors of the platform, with the path they concern and told apart.
 */
final class StorageErrors {

	/** The platform tells the kind of an error only in its message. */
	private static final List<String> NO_SPACE = List.of("No space left", "quota exceeded", "not enough space");

	/** What a disk says that fails, however little space it has. */
	private static final String FAILED = "Input/output error";

	private StorageErrors() {
	}

	static IOException of(Path path, Throwable cause) {
		return new IOException(path + ": " + cause.getMessage(), cause);
	}

	/**
	 * Return the error of a write, a {@link NoSpaceException} where it is one. Messages
	 * may be translated, so what the disk says of its space counts as well.
	 */
	static IOException ofWrite(Path path, long bytesLeft, Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		if (saysNoSpace(message) || (!saysFailed(message) && usableSpaceBytes(path) < bytesLeft)) {
			return new NoSpaceException(path + ": " + message, cause);
		}
		return of(path, cause);
	}

	/**
	 * Return whether it is known what an error means, so that another way to write the
	 * same is not worth a try.
	 */
	static boolean isPlain(IOException cause) {
		String message = String.valueOf(cause.getMessage());
		return saysNoSpace(message) || saysFailed(message);
	}

	private static boolean saysNoSpace(String message) {
		return NO_SPACE.stream().anyMatch(message::contains);
	}

	private static boolean saysFailed(String message) {
		return message.contains(FAILED);
	}

	/** Asks the directory: the file may have another name by now. */
	private static long usableSpaceBytes(Path path) {
		try {
			return Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
		}
		catch (IOException ex) {
			// Nothing known: then the error is not excused
			return Long.MAX_VALUE;
		}
	}

}
