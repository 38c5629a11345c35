package io.dongting.raft.transport.grpc;

import io.dongting.raft.transport.wire.Wire;

/**
 * Told by a stream that another node has opened who that is, and when it falls silent.
 */
interface StreamOwner {

	/** The opener is welcome. Called before the stream says anything else. */
	void accepted(Wire.Hello hello, InboundStream stream);

	/** The opener is not welcome. */
	void refused(Wire.Hello hello, String reason);

	/** Nothing comes from the opener any more. */
	void silent(InboundConnections.Connection connection);

}
