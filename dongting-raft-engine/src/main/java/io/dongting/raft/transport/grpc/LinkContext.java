package io.dongting.raft.transport.grpc;

import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.MethodDescriptor;

/**
 * What all links and streams of one transport share.
 *
 * @param handshake says who this node is
 * @param codec encodes and decodes
 * @param maxMessageBytes the largest message
 * @param stream what is opened to the peers
 * @param gate takes reports
 * @param threads do the work
 * @param credentials secure the connections
 * @param timing when to try, and when to give up
 */
record LinkContext(Handshake handshake, MessageCodec codec, int maxMessageBytes,
		MethodDescriptor<Wire.Frame, byte[]> stream, ListenerGate gate, NetworkThreads threads,
		GrpcCredentials credentials, LinkTiming timing) {

	/**
	 * How much may wait in gRPC's buffers before a link counts as congested: enough to
	 * keep a fast network busy, and little enough that a heartbeat behind it is on time.
	 */
	static final int CONGESTED_BYTES = 1024 * 1024;

	/**
	 * Return the context of the links that carry snapshots: on connections of their own,
	 * so that nothing else waits behind them, and of no concern to anybody but whoever
	 * sends over them.
	 */
	LinkContext forTransfers() {
		return new LinkContext(this.handshake, this.codec, this.maxMessageBytes, RaftPeerMethods.TRANSFER_OPENED,
				new ListenerGate(new TransferReports(this.gate)), this.threads, this.credentials, this.timing);
	}

}
