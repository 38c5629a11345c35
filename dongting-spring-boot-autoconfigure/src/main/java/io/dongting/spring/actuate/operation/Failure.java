package io.dongting.spring.actuate.operation;

/**
 * The kinds in which an operation fails, each with its own HTTP status.
 */
public enum Failure {

	/** An argument makes no sense; nothing was done. */
	BAD_VALUE(400, "Bad Request"),

	/** The group or node does not exist here; nothing was done. */
	NOT_FOUND(404, "Not Found"),

	/** Things are not as the operation needs them to be. */
	CONFLICT(409, "Conflict"),

	/** It was tried, and did not work. */
	FAILED(500, "Internal Server Error"),

	/** Nobody is there who could do it; nothing was done. */
	UNAVAILABLE(503, "Service Unavailable"),

	/** It was not finished in time, and may be finished yet. */
	TIMED_OUT(504, "Gateway Timeout");

	private final int status;

	private final String reason;

	Failure(int status, String reason) {
		this.status = status;
		this.reason = reason;
	}

	int status() {
		return this.status;
	}

	String reason() {
		return this.reason;
	}

}
