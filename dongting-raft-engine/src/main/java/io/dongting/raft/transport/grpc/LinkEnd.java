package io.dongting.raft.transport.grpc;

/**
 * Why a link, or an attempt at one, has ended.
 *
 * @param kind what that means for the next attempt
 * @param reason for people, without the names of the nodes
 */
record LinkEnd(Kind kind, String reason) {

	enum Kind {

		/** This node wanted it to end. */
		WANTED,

		/** The peer is not there, or not reachable, or has gone. */
		LOST,

		/** The peer is not who or what is expected: someone has to mend something. */
		REFUSED

	}

}
