package io.dongting.samples.benchmark.limits;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/**
 * Sends back the bytes that it gets.
 */
final class EchoService {

	private static final String NAME = "Echo";

	/** One message there, one back. */
	static final MethodDescriptor<byte[], byte[]> UNARY = method("unary", MethodType.UNARY);

	/** A stream of messages there, and back. */
	static final MethodDescriptor<byte[], byte[]> STREAM = method("stream", MethodType.BIDI_STREAMING);

	private EchoService() {
	}

	static ServerServiceDefinition create() {
		return ServerServiceDefinition.builder(NAME)
			.addMethod(UNARY, ServerCalls.asyncUnaryCall((request, responses) -> {
				responses.onNext(request);
				responses.onCompleted();
			}))
			.addMethod(STREAM, ServerCalls.asyncBidiStreamingCall(Echo::new))
			.build();
	}

	private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
		return MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(type)
			.setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
			.setRequestMarshaller(new BytesMarshaller())
			.setResponseMarshaller(new BytesMarshaller())
			.build();
	}

	/**
	 * One stream.
	 *
	 * @param responses where the messages go
	 */
	private record Echo(StreamObserver<byte[]> responses) implements StreamObserver<byte[]> {

		@Override
		public void onNext(byte[] message) {
			this.responses.onNext(message);
		}

		@Override
		public void onError(Throwable failure) {
			// The client has gone
		}

		@Override
		public void onCompleted() {
			this.responses.onCompleted();
		}

	}

	/** Messages as they are. */
	private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {

		@Override
		public InputStream stream(byte[] message) {
			return new ByteArrayInputStream(message);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
