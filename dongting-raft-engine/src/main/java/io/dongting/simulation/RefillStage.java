package io.dongting.simulation;

/**
 * How far the wish has come that a damaged log is refilled.
 */
public enum RefillStage {

	/**
	 * Somebody wants it: the group may from now on begin with an empty log, also at a
	 * later start.
	 */
	WANTED,

	/** It is refused, and nothing was changed. */
	REFUSED,

	/** The group, which could not be started, runs now with an empty log. */
	BEGUN

}
