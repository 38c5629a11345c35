package io.dongting.simulation;

import java.util.concurrent.atomic.AtomicInteger;

import io.dongting.raft.core.state.Failpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What waits for a later round is written, though nothing but the write itself would call
 * for one.
 */
class LateWriteTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void aNodeThatIsAloneFoundsItsGroupHoweverLateItWrites(int late) {
		ListCluster cluster = new ListCluster(1, 1);
		AtomicInteger writes = new AtomicInteger();
		cluster.cluster().failpoints((point) -> point == Failpoint.LATE_WRITE && writes.getAndIncrement() == late);
		cluster.startAndElect();
	}

}
