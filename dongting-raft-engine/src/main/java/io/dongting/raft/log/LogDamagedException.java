package io.dongting.raft.log;

import io.dongting.raft.RaftException;
import org.jspecify.annotations.Nullable;

/**
 * Something that was durable cannot be read back (R28). Nothing on disk was changed; the
 * group must not start.
 */
public class LogDamagedException extends RaftException {

	private final String file;

	private final long offset;

	private final long index;

	/**
	 * Create one.
	 * @param file the damaged file, relative to the root of the file system
	 * @param offset where in the file, in bytes
	 * @param index the first index concerned, -1 when that is not known
	 * @param detail what is wrong there
	 * @param cause what was found, or {@code null}
	 */
	public LogDamagedException(String file, long offset, long index, String detail, @Nullable Throwable cause) {
		super("Damage in " + file + " at byte " + offset + ((index < 0) ? "" : ", entry " + index) + ": " + detail
				+ ". Nothing was changed.", cause);
		this.file = file;
		this.offset = offset;
		this.index = index;
	}

	public String file() {
		return this.file;
	}

	/**
	 * Return where in the file the damage is.
	 * @return the offset in bytes
	 */
	public long offset() {
		return this.offset;
	}

	/**
	 * Return the first index concerned.
	 * @return the index, -1 when it is not known
	 */
	public long index() {
		return this.index;
	}

}
