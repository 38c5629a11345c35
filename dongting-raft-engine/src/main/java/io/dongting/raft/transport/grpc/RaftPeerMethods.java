package io.dongting.raft.transport.grpc;

import io.dongting.raft.transport.wire.Wire;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/**
 * The methods of {@code service RaftPeer}, bound by hand. Frames are written straight
 * into gRPC's buffers, and arrive as bytes: the transport parses them without copying,
 * and deals itself with those that are no frame.
 */
final class RaftPeerMethods {

	static final String SERVICE = "dongting.raft.v1.RaftPeer";

	/** As the node that opens the stream sees it. */
	static final MethodDescriptor<Wire.Frame, byte[]> EXCHANGE_OPENED = stream("Exchange", FrameMarshaller.WRITER,
			FrameMarshaller.READER);

	/** As the node sees it that the stream is opened to. */
	static final MethodDescriptor<byte[], Wire.Frame> EXCHANGE_ACCEPTED = stream("Exchange", FrameMarshaller.READER,
			FrameMarshaller.WRITER);

	/** The stream for snapshots, as the node that opens it sees it. */
	static final MethodDescriptor<Wire.Frame, byte[]> TRANSFER_OPENED = stream("Transfer", FrameMarshaller.WRITER,
			FrameMarshaller.READER);

	/** As the node sees it that it is opened to. */
	static final MethodDescriptor<byte[], Wire.Frame> TRANSFER_ACCEPTED = stream("Transfer", FrameMarshaller.READER,
			FrameMarshaller.WRITER);

	/**
	 * Asks and answers with messages that are empty, so that there is nothing to parse.
	 */
	static final MethodDescriptor<byte[], byte[]> PING = MethodDescriptor
		.newBuilder(FrameMarshaller.READER, FrameMarshaller.READER)
		.setType(MethodType.UNARY)
		.setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Ping"))
		.build();

	private RaftPeerMethods() {
	}

	private static <I, O> MethodDescriptor<I, O> stream(String name, MethodDescriptor.Marshaller<I> requests,
			MethodDescriptor.Marshaller<O> answers) {
		return MethodDescriptor.newBuilder(requests, answers)
			.setType(MethodType.BIDI_STREAMING)
			.setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
			.build();
	}

}
