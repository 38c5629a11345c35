package io.dongting.fiber;

/**
 * How a fiber ended.
 */
public enum FiberOutcome {

	/** Its frame finished. */
	FINISHED,

	/** An exception came out of its frame. */
	FAILED,

	/** It was cancelled before its frame finished. */
	CANCELLED

}
