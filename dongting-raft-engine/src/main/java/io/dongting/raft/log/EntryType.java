package io.dongting.raft.log;

import org.jspecify.annotations.Nullable;

/**
 * What an entry of the log is for.
 */
public enum EntryType {

	/** A command for the state machine. */
	NORMAL(1),

	/** Opens a term, so that entries of earlier terms can commit (Raft paper 5.4.2). */
	NO_OP(2),

	/** A configuration of the group, in force when appended (R19). */
	CONFIGURATION(3);

	private final byte code;

	EntryType(int code) {
		this.code = (byte) code;
	}

	/**
	 * Return the code that stands for this type in the encoding. Codes never change.
	 * @return the code
	 */
	public byte code() {
		return this.code;
	}

	/**
	 * Return the type a code stands for.
	 * @param code a code from an encoded entry
	 * @return the type, or {@code null} for a code that means nothing
	 */
	public static @Nullable EntryType ofCode(byte code) {
		return switch (code) {
			case 1 -> NORMAL;
			case 2 -> NO_OP;
			case 3 -> CONFIGURATION;
			default -> null;
		};
	}

}
