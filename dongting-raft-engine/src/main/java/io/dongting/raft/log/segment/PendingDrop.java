package io.dongting.raft.log.segment;

import org.jspecify.annotations.Nullable;

/**
 * What is to be dropped of the log on disk, by a truncation or by a new beginning behind
 * a snapshot: what is wanted, and what of that is being written. Several truncations
 * become one; a new beginning takes the place of all.
 */
final class PendingDrop {

	private static final long NONE = -1;

	/** The last entry to keep of a truncation that is to be written, or is under way. */
	private long truncateTo = NONE;

	private long truncatingTo = NONE;

	/** Where the log is to begin anew, or is just beginning. */
	private @Nullable Beginning beginning;

	private @Nullable Beginning beginningNow;

	void truncateTo(long lastKept) {
		this.truncateTo = (this.truncateTo == NONE) ? lastKept : Math.min(this.truncateTo, lastKept);
	}

	void beginBehind(long lastIndex, long lastTerm) {
		this.truncateTo = NONE;
		this.truncatingTo = NONE;
		this.beginning = new Beginning(lastIndex, lastTerm);
	}

	/** Return whether there is something to write. */
	boolean isWanted() {
		return this.truncateTo != NONE || this.beginning != null;
	}

	/** Return whether there is something that is not durable yet. */
	boolean isOpen() {
		return isWanted() || isUnderWay();
	}

	/** Return whether it is being written. */
	boolean isUnderWay() {
		return this.truncatingTo != NONE || this.beginningNow != null;
	}

	/** Return the last entry that the truncation to be written keeps. */
	long lastKept() {
		return (this.truncateTo == NONE) ? Long.MAX_VALUE : this.truncateTo;
	}

	/**
	 * Take a new beginning to write it.
	 * @return where, {@code null} if none is wanted
	 */
	@Nullable Beginning takeBeginning() {
		@Nullable Beginning taken = this.beginning;
		this.beginningNow = taken;
		this.beginning = null;
		return taken;
	}

	/**
	 * Take the truncation to write it. There is one.
	 * @return the last entry to keep
	 */
	long takeTruncation() {
		this.truncatingTo = this.truncateTo;
		this.truncateTo = NONE;
		return this.truncatingTo;
	}

	/** What was under way is durable. */
	void written() {
		this.truncatingTo = NONE;
		this.beginningNow = null;
	}

	/** What was under way is wanted again, as far as nothing newer has replaced it. */
	void putBack() {
		if (this.beginning == null) {
			this.beginning = this.beginningNow;
		}
		if (this.truncatingTo != NONE) {
			truncateTo(this.truncatingTo);
		}
		written();
	}

	/**
	 * Where a log begins that has no entries.
	 *
	 * @param lastIndex the index before its first
	 * @param lastTerm the term of that
	 */
	record Beginning(long lastIndex, long lastTerm) {

	}

}
