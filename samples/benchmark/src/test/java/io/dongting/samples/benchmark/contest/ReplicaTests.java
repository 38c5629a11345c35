package io.dongting.samples.benchmark.contest;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicaTests {

	private final Replica replica = new Replica();

	@Test
	void aCommandSetsItsKeyAndIsLeftAsItIs() {
		ByteBuffer command = ByteBuffer.wrap(Command.encode(7, 42, 256));
		this.replica.apply(command);
		assertThat(this.replica.value(7)).isEqualTo(42);
		assertThat(this.replica.value(8)).isZero();
		assertThat(this.replica.applied()).isEqualTo(1);
		assertThat(command.remaining()).isEqualTo(256);
	}

	@Test
	void aCommandMayBePartOfALargerBuffer() {
		ByteBuffer buffer = ByteBuffer.allocate(64);
		buffer.put(20, Command.encode(3, 5, Command.SMALLEST_BYTES));
		this.replica.apply(buffer.position(20).limit(36).asReadOnlyBuffer());
		assertThat(this.replica.value(3)).isEqualTo(5);
	}

	@Test
	void theGreatestValueStays() {
		this.replica.apply(ByteBuffer.wrap(Command.encode(1, 9, 16)));
		this.replica.apply(ByteBuffer.wrap(Command.encode(1, 8, 16)));
		assertThat(this.replica.value(1)).isEqualTo(9);
		assertThat(this.replica.applied()).isEqualTo(2);
	}

	@Test
	void eachNodeHasAStateForEachGroup() {
		Replicas replicas = new Replicas(3, 2);
		replicas.of(2, 1).apply(ByteBuffer.wrap(Command.encode(1, 1, 16)));
		assertThat(replicas.applied(0)).isEqualTo(List.of(0L, 0L, 0L));
		assertThat(replicas.applied(1)).isEqualTo(List.of(0L, 1L, 0L));
	}

}
