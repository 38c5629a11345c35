package io.dongting.spring.readme;

import io.dongting.spring.test.RaftTest;
import io.dongting.spring.test.RaftTestCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@RaftTest(stateMachine = InventoryStateMachine.class)
class InventoryStateMachineTests {

	@Test
	void nothingIsReservedTwice(RaftTestCluster<Inventory> cluster) {
		Inventory inventory = cluster.proxy();
		assertThat(inventory.reserve("apple", 60)).isEqualTo(40);
		cluster.crash(cluster.leader());
		assertThatIllegalArgumentException().isThrownBy(() -> inventory.reserve("apple", 60));
		assertThat(inventory.available("apple")).isEqualTo(40);
	}

}
