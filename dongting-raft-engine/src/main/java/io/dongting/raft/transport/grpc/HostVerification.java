package io.dongting.raft.transport.grpc;

/**
 * Whether the certificate of a node has to name the host at which it was found. Only who
 * connects can tell: a node that is connected to does not know the host it is called
 * from, and asks for a trusted certificate alone.
 */
public enum HostVerification {

	/**
	 * The host of the address has to be among the names or addresses of the certificate
	 * (its subject alternative names), as with HTTPS.
	 */
	REQUIRED,

	/**
	 * Every trusted certificate will do. A node that is entered under the address of
	 * another is still found out by its node id, unless it lies.
	 */
	NONE

}
