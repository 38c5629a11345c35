package io.dongting.raft.transport;

import java.nio.ByteBuffer;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

/**
 * Byte strings that share their bytes with the buffers they are made from, and the other
 * way round.
 */
final class WireBytes {

	private WireBytes() {
	}

	static ByteString join(List<ByteBuffer> buffers) {
		ByteString joined = ByteString.EMPTY;
		for (ByteBuffer buffer : buffers) {
			joined = joined.concat(UnsafeByteOperations.unsafeWrap(buffer));
		}
		return joined;
	}

	static List<ByteBuffer> views(ByteString bytes) {
		return bytes.isEmpty() ? List.of() : bytes.asReadOnlyByteBufferList().stream().map(ByteBuffer::slice).toList();
	}

}
