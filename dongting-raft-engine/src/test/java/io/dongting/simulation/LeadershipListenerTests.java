package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nodes say of their leadership while machines and networks fail.
 */
@ExtendWith(QuietLogs.class)
class LeadershipListenerTests {

	private static final Duration SECOND = ListCluster.SECOND;

	/** Nodes by the token each has gained. */
	private final Map<Long, Integer> gained = new TreeMap<>();

	/** The tokens each node holds by what it was told since it was started. */
	private final Map<Integer, Long> held = new TreeMap<>();

	private final List<String> heard = new ArrayList<>();

	private ListCluster cluster;

	@BeforeEach
	void start() {
		use(new ListCluster(11, 3));
	}

	private void use(ListCluster used) {
		this.cluster = used;
		used.cluster().addListener(new SimulatedCluster.NodeListener() {

			@Override
			public void started(SimulatedNode node) {
				node.addListener(new Recorder(node.nodeId()));
			}

			@Override
			public void ended(SimulatedNode node) {
				LeadershipListenerTests.this.held.remove(node.nodeId());
			}

			@Override
			public void failed(SimulatedNode node, String source, Throwable failure) {
				throw new AssertionError(source, failure);
			}

		});
	}

	@Test
	void aLeaderThatCannotCommitGainsNothing() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		long first = this.cluster.group(this.cluster.leader()).status().fencingToken();
		assertThat(this.gained).containsOnlyKeys(first);
		int old = this.cluster.leader();
		this.cluster.network().isolate(old);
		this.cluster.runUntil(() -> this.cluster.leader() != 0 && this.cluster.leader() != old,
				SECOND.multipliedBy(10));
		int elected = this.cluster.leader();
		this.cluster.network().isolate(elected);
		this.cluster.advance(SECOND);
		GroupStatus status = this.cluster.group(elected).status();
		assertThat(this.gained).as("node %d leads term %d, and nobody knows", elected, status.term())
			.containsOnlyKeys(first);
		assertThat(status.fencingToken()).isZero();
	}

	@Test
	void aLeaderThatWasPausedIsStillTheLeaderToItselfButItsTokenIsOld() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		int paused = this.cluster.leader();
		long token = this.held.get(paused);
		this.cluster.node(paused).pause();
		this.cluster.runUntil(() -> this.gained.size() == 2, SECOND.multipliedBy(10));
		assertThat(this.held.get(paused)).isEqualTo(token);
		assertThat(this.gained.keySet()).last().satisfies((newer) -> assertThat(newer).isGreaterThan(token));
		this.cluster.node(paused).resume();
		this.cluster.advance(SECOND);
		assertThat(this.held).doesNotContainKey(paused);
	}

	@Test
	void aNodeThatStopsHasLostItsLeadershipBefore() {
		this.cluster.startAndElect();
		this.cluster.advance(SECOND);
		int leader = this.cluster.leader();
		this.heard.clear();
		this.cluster.node(leader).stop();
		this.cluster.runUntil(() -> !this.cluster.node(leader).isRunning(), SECOND.multipliedBy(10));
		assertThat(this.heard).containsSubsequence(leader + " lost", leader + " unready");
	}

	/**
	 * The recorder sees to it that no token comes twice and each is lost that was gained.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void whateverFailsTheNodesAgreeInTheEnd(long seed) {
		use(new ListCluster(seed, 3));
		this.cluster.startAndElect();
		for (int i = 0; i < 6; i++) {
			this.cluster.load(SECOND);
			int leader = Math.max(1, this.cluster.leader());
			switch (i % 3) {
				case 0 -> this.cluster.node(leader).crash();
				case 1 -> this.cluster.network().isolate(leader);
				default -> this.cluster.node(leader).pause();
			}
			this.cluster.advance(SECOND.multipliedBy(4));
			if (this.cluster.node(leader).isPaused()) {
				this.cluster.node(leader).resume();
			}
			this.cluster.network().healAll();
			this.cluster.cluster().startAll();
			this.cluster.advance(SECOND.multipliedBy(2));
		}
		this.cluster.assertThatAllNodesAgree(100);
		int leader = this.cluster.leader();
		assertThat(this.gained).hasSizeGreaterThan(5);
		assertThat(this.held).containsExactly(Map.entry(leader, this.cluster.group(leader).status().term()));
	}

	private final class Recorder implements RaftGroupListener {

		private final int nodeId;

		Recorder(int nodeId) {
			this.nodeId = nodeId;
		}

		@Override
		public void leadershipGained(GroupStatus status, long fencingToken) {
			LeadershipListenerTests.this.heard.add(this.nodeId + " gained");
			Integer other = LeadershipListenerTests.this.gained.put(fencingToken, this.nodeId);
			Long before = LeadershipListenerTests.this.held.put(this.nodeId, fencingToken);
			assertThat(other).as("who gained token %d before", fencingToken).isNull();
			assertThat(before).as("what node %d has not lost", this.nodeId).isNull();
		}

		@Override
		public void leadershipLost(GroupStatus status, long fencingToken) {
			LeadershipListenerTests.this.heard.add(this.nodeId + " lost");
			assertThat(LeadershipListenerTests.this.held.remove(this.nodeId)).isEqualTo(fencingToken);
		}

		@Override
		public void becameUnready(GroupStatus status) {
			LeadershipListenerTests.this.heard.add(this.nodeId + " unready");
		}

	}

}
