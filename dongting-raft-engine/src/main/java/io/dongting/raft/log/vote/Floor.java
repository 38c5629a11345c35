package io.dongting.raft.log.vote;

/**
 * Where a log ended, or may have, that was damaged and is being refilled from the leader
 * (R28): whatever its replica ever acknowledged stands at or before this point. Until its
 * log is as up to date again the replica does not campaign, and votes for nobody whose
 * log is not.
 *
 * @param term the term of the last entry
 * @param index its index
 * @param dataSetAside whether the damaged data has got other names; if not, what is found
 * under the usual names is that data
 */
public record Floor(long term, long index, boolean dataSetAside) {

	public Floor {
		if (term < 0 || index < 0) {
			throw new IllegalArgumentException("No log ends with entry " + index + " of term " + term);
		}
	}

	/**
	 * Return whether a log is at least as up to date as the one that was lost (Raft paper
	 * 5.4.1).
	 * @param lastTerm the term of its last entry
	 * @param lastIndex the index of its last entry
	 * @return whether it is
	 */
	public boolean isReachedBy(long lastTerm, long lastIndex) {
		return lastTerm > this.term || (lastTerm == this.term && lastIndex >= this.index);
	}

	/**
	 * Return this floor with its data set aside.
	 * @return the new floor
	 */
	public Floor withDataSetAside() {
		return new Floor(this.term, this.index, true);
	}

}
