package io.dongting.raft.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedHeartbeatsTests {

	private final VirtualTime world = new VirtualTime(1);

	private final VirtualDispatcher dispatcher = new VirtualDispatcher(this.world, "node");

	private final MessageDelivery delivery = new MessageDelivery(1);

	private final List<Sent> sent = new ArrayList<>();

	private final SharedHeartbeats heartbeats = new SharedHeartbeats(new Carrier(), this.delivery,
			this.dispatcher.createGroup("heartbeats"));

	private static Message heartbeat(int groupId) {
		UUID uuid = new UUID(groupId, groupId);
		return new HeartbeatReq(new Envelope(groupId, null, 1, uuid, uuid, 1, 1), 0);
	}

	private static List<Message> heartbeats(int first, int last) {
		return IntStream.rangeClosed(first, last).mapToObj(SharedHeartbeatsTests::heartbeat).toList();
	}

	private void host(int groups) {
		for (int id = 1; id <= groups; id++) {
			this.delivery.add(new RaftGroupImpl(1, new RaftGroupConfig("g" + id, id, new TreeSet<>(List.of(1, 2)),
					Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS)));
		}
	}

	/** One after the other, as a busy machine runs them. */
	private void beat(int groups, Duration each) {
		for (int id = 1; id <= groups; id++) {
			assertThat(this.heartbeats.sendSoon(2, heartbeat(id))).isTrue();
			this.world.advance(each);
		}
	}

	@Test
	void whatASingleGroupSaysGoesAtOnce() {
		host(1);
		beat(1, Duration.ZERO);
		assertThat(this.sent).containsExactly(new Sent(2, heartbeats(1, 1)));
	}

	@Test
	void whatIsSaidAtOneMomentGoesAsOneMessageToEachNode() {
		host(3);
		for (int node : List.of(2, 3)) {
			heartbeats(1, 3).forEach((each) -> this.heartbeats.sendSoon(node, each));
		}
		this.world.advance(Duration.ofMillis(1));
		assertThat(this.sent).containsExactly(new Sent(2, heartbeats(1, 3)), new Sent(3, heartbeats(1, 3)));
	}

	@Test
	void aMomentLastsAsLongAsSomebodyHasSomethingToAdd() {
		host(18);
		beat(18, Duration.ofNanos(500_000));
		this.world.advance(Duration.ofMillis(2));
		assertThat(this.sent).containsExactly(new Sent(2, heartbeats(1, 18)));
	}

	@Test
	void whoeverWasFirstWaitsTenMillisecondsAtMost() {
		host(40);
		beat(40, Duration.ofNanos(500_000));
		assertThat(this.sent.get(0).records()).hasSizeBetween(19, 22);
		this.world.advance(Duration.ofMillis(12));
		assertThat(this.sent).hasSize(2);
		assertThat(this.sent.stream().flatMap((each) -> each.records().stream()).toList()).isEqualTo(heartbeats(1, 40));
	}

	@Test
	void theNextMomentBeginsWithWhatIsSaidNext() {
		host(2);
		beat(2, Duration.ZERO);
		this.world.advance(Duration.ofMillis(100));
		beat(2, Duration.ZERO);
		assertThat(this.sent).hasSize(1);
		this.world.advance(Duration.ofMillis(2));
		assertThat(this.sent).containsExactly(new Sent(2, heartbeats(1, 2)), new Sent(2, heartbeats(1, 2)));
	}

	@Test
	void nothingWaitsForAServerThatHasStopped() {
		host(2);
		this.dispatcher.close();
		this.world.runUntilIdle();
		beat(2, Duration.ZERO);
		assertThat(this.sent).containsExactly(new Sent(2, heartbeats(1, 1)), new Sent(2, heartbeats(2, 2)));
	}

	private record Sent(int nodeId, List<Message> records) {

	}

	private final class Carrier implements Transport {

		@Override
		public void start(TransportListener listener) {
			throw new UnsupportedOperationException("It is there already");
		}

		@Override
		public void connect(int nodeId, HostPort address) {
			throw new UnsupportedOperationException("It is connected already");
		}

		@Override
		public CompletionStage<Void> disconnect(int nodeId) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public boolean send(int nodeId, Message request) {
			return sendAll(nodeId, List.of(request));
		}

		@Override
		public boolean sendAll(int nodeId, List<Message> requests) {
			return SharedHeartbeatsTests.this.sent.add(new Sent(nodeId, List.copyOf(requests)));
		}

		@Override
		public void close() {
			SharedHeartbeatsTests.this.sent.clear();
		}

	}

}
