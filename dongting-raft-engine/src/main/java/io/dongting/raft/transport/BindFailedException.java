package io.dongting.raft.transport;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftException;

/**
 * The port on which the other nodes are to reach this one cannot be opened.
 */
public class BindFailedException extends RaftException {

	private final HostPort address;

	public BindFailedException(HostPort address, Throwable cause) {
		super("Cannot listen on " + address + ": " + reasonOf(cause), cause);
		this.address = address;
	}

	/**
	 * Return what was to be opened.
	 * @return the address
	 */
	public HostPort address() {
		return this.address;
	}

	/**
	 * The root says "Address already in use"; what wraps it only repeats that it failed.
	 */
	private static String reasonOf(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.toString();
	}

}
