package io.dongting.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.VoteReq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a node waits for a leader is different on every node and after every start,
 * though all have the same options (trap P19).
 */
@ExtendWith(QuietLogs.class)
class ElectionJitterTests {

	private static final int SIZE = 5;

	private static final int STARTS = 4;

	private final ListCluster cluster = new ListCluster(1, SIZE);

	/** How long each node waited since it was started, the first time it asked. */
	private final Map<Integer, Duration> waited = new TreeMap<>();

	private long startNanos;

	@Test
	void noTwoWaitsAreAlike() {
		this.cluster.startAndElect();
		this.cluster.advance(ListCluster.SECOND);
		this.cluster.network().addListener((from, to, message, bytes) -> sent(from, message));
		this.cluster.network().filter((from, to, message) -> !(message instanceof VoteReq));
		Set<Duration> waits = new TreeSet<>();
		for (int start = 0; start < STARTS; start++) {
			this.cluster.cluster().crashAll();
			this.waited.clear();
			this.startNanos = this.cluster.cluster().world().clock().nanoTime();
			this.cluster.cluster().startAll();
			this.cluster.runUntil(() -> this.waited.size() == SIZE, ListCluster.SECOND.multipliedBy(5));
			waits.addAll(this.waited.values());
		}
		assertThat(waits).as("in milliseconds").hasSizeGreaterThan(SIZE * STARTS - 2);
	}

	private void sent(int from, Message message) {
		if (message instanceof VoteReq) {
			long nanos = this.cluster.cluster().world().clock().nanoTime() - this.startNanos;
			this.waited.putIfAbsent(from, Duration.ofMillis(Duration.ofNanos(nanos).toMillis()));
		}
	}

}
