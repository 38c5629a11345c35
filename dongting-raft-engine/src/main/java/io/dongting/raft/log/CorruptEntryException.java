package io.dongting.raft.log;

/**
 * Bytes that should be entries and are not: damaged, cut off, or not consecutive.
 */
public class CorruptEntryException extends Exception {

	private final int offset;

	/**
	 * Create one.
	 * @param offset where in the bytes the bad entry begins
	 * @param message what is wrong with it
	 */
	public CorruptEntryException(int offset, String message) {
		super(message + " (at byte " + offset + ")");
		this.offset = offset;
	}

	/**
	 * Return where in the bytes the bad entry begins.
	 * @return the offset in bytes
	 */
	public int offset() {
		return this.offset;
	}

}
