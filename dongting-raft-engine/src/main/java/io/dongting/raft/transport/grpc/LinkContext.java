package io.dongting.raft.transport.grpc;

import io.dongting.raft.transport.MessageCodec;

/**
 * What all links and streams of one transport share.
 *
 * @param handshake says who this node is
 * @param codec encodes and decodes
 * @param maxMessageBytes the largest message
 * @param gate takes reports
 * @param threads do the work
 * @param credentials secure the connections
 * @param timing when to try, and when to give up
 */
record LinkContext(Handshake handshake, MessageCodec codec, int maxMessageBytes, ListenerGate gate,
		NetworkThreads threads, GrpcCredentials credentials, LinkTiming timing) {

	/**
	 * How much may wait in gRPC's buffers before a link counts as congested: enough to
	 * keep a fast network busy, and little enough that a heartbeat behind it is on time.
	 */
	static final int CONGESTED_BYTES = 1024 * 1024;

}
