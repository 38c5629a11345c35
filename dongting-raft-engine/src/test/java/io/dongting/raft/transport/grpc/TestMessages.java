package io.dongting.raft.transport.grpc;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.AppendResp;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.SnapshotIdentity;

/**
 * Requests and answers that are told apart by their sequence.
 */
final class TestMessages {

	private TestMessages() {
	}

	static AppendReq request(int fromNodeId, long sequence, int sizeBytes) {
		byte[] entries = new byte[sizeBytes];
		for (int i = 0; i < sizeBytes; i++) {
			entries[i] = (byte) (sequence + i * 31);
		}
		return new AppendReq(envelope(fromNodeId, sequence), 1, 1, 1, List.of(ByteBuffer.wrap(entries)));
	}

	static InstallReq piece(int fromNodeId, long sequence, int sizeBytes) {
		return new InstallReq(envelope(fromNodeId, sequence), new SnapshotIdentity(5, 1, sizeBytes, 3), 0,
				List.of(ByteBuffer.wrap(new byte[sizeBytes])), 0);
	}

	static AppendResp answer(int fromNodeId, Message request) {
		return new AppendResp(envelope(fromNodeId, request.envelope().sequence()), AppendResp.Result.DURABLE, 1, 0, 0);
	}

	private static Envelope envelope(int fromNodeId, long sequence) {
		return new Envelope(1, new UUID(0, 1), fromNodeId, new UUID(0, fromNodeId), null, 1, sequence);
	}

	static List<Long> sequences(List<Message> messages) {
		return messages.stream().map((message) -> message.envelope().sequence()).toList();
	}

}
