package io.dongting.samples.benchmark.ratis;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.dongting.samples.benchmark.contest.Replica;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/**
 * Drives the state of a group on a node. A query is the number of a key, its answer the
 * value.
 */
final class ReplicaStateMachine extends BaseStateMachine {

	private static final CompletableFuture<Message> APPLIED = CompletableFuture.completedFuture(Message.EMPTY);

	private final Replica replica;

	ReplicaStateMachine(Replica replica) {
		this.replica = replica;
	}

	@Override
	public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
		LogEntryProto entry = transaction.getLogEntry();
		this.replica.apply(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
		updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
		return APPLIED;
	}

	@Override
	public CompletableFuture<Message> query(Message request) {
		int key = request.getContent().asReadOnlyByteBuffer().getInt();
		return CompletableFuture.completedFuture(Message.valueOf(encode(this.replica.value(key))));
	}

	static Message query(int key) {
		return Message.valueOf(ByteString.copyFrom(ByteBuffer.allocate(Integer.BYTES).putInt(key).flip()));
	}

	static long answer(Message reply) {
		return reply.getContent().asReadOnlyByteBuffer().getLong();
	}

	private static ByteString encode(long value) {
		return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
	}

}
