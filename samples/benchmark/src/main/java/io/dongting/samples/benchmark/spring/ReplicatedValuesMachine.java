package io.dongting.samples.benchmark.spring;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.ReadConsistency;
import io.dongting.samples.benchmark.contest.Replica;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.RaftStateMachine;

/**
 * The values as the log drives them.
 */
@RaftStateMachine(group = ReplicatedValuesMachine.GROUP)
class ReplicatedValuesMachine implements ReplicatedValues {

	static final String GROUP = "benchmark";

	private static final byte[] NOTHING = new byte[0];

	private final Replica replica;

	ReplicatedValuesMachine(Replica replica) {
		this.replica = replica;
	}

	@Override
	@RaftCommand
	public void begin() {
	}

	@Override
	@RaftCommand
	public CompletableFuture<byte[]> apply(byte[] command) {
		this.replica.apply(ByteBuffer.wrap(command));
		return CompletableFuture.completedFuture(NOTHING);
	}

	@Override
	@RaftQuery
	public CompletableFuture<Long> value(int key) {
		return CompletableFuture.completedFuture(this.replica.value(key));
	}

	@Override
	@RaftQuery(consistency = ReadConsistency.LEASE)
	public CompletableFuture<Long> valueWithinLease(int key) {
		return CompletableFuture.completedFuture(this.replica.value(key));
	}

}
