package io.dongting.raft.transport.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import io.dongting.raft.transport.wire.Wire;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import org.jspecify.annotations.Nullable;

/**
 * Between gRPC's streams of bytes and what the transport works with.
 */
final class FrameMarshaller {

	/** Writes frames with one copy, into the buffer that goes to the socket. */
	static final Marshaller<Wire.Frame> WRITER = new Writer();

	/** Reads with one copy, out of the buffers that come from the socket. */
	static final Marshaller<byte[]> READER = new Reader();

	private FrameMarshaller() {
	}

	private static final class Writer implements Marshaller<Wire.Frame> {

		@Override
		public InputStream stream(Wire.Frame frame) {
			return new FrameStream(frame);
		}

		@Override
		public Wire.Frame parse(InputStream stream) {
			throw new UnsupportedOperationException("Frames arrive as bytes");
		}

	}

	private static final class Reader implements Marshaller<byte[]> {

		@Override
		public InputStream stream(byte[] bytes) {
			return new ByteArrayInputStream(bytes);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				if (!(stream instanceof KnownLength)) {
					return stream.readAllBytes();
				}
				byte[] bytes = new byte[stream.available()];
				stream.readNBytes(bytes, 0, bytes.length);
				return bytes;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * gRPC drains it in one go; reading it piece by piece is what the type demands, and
	 * makes a copy.
	 */
	private static final class FrameStream extends InputStream implements KnownLength, Drainable {

		private final Wire.Frame frame;

		private @Nullable InputStream rest;

		FrameStream(Wire.Frame frame) {
			this.frame = frame;
		}

		@Override
		public int available() throws IOException {
			return (this.rest != null) ? this.rest.available() : this.frame.getSerializedSize();
		}

		@Override
		public int drainTo(OutputStream target) throws IOException {
			if (this.rest != null) {
				return (int) this.rest.transferTo(target);
			}
			this.frame.writeTo(target);
			this.rest = InputStream.nullInputStream();
			return this.frame.getSerializedSize();
		}

		@Override
		public int read() throws IOException {
			return rest().read();
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			return rest().read(target, offset, length);
		}

		private InputStream rest() {
			if (this.rest == null) {
				this.rest = this.frame.toByteString().newInput();
			}
			return this.rest;
		}

	}

}
