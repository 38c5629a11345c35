package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.HostPort;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.MalformedMessageException;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SimulatedNetworkTests {

	private final List<String> trace = new ArrayList<>();

	private final Map<Integer, Node> nodes = new TreeMap<>();

	private VirtualTime world = new VirtualTime(1);

	private SimulatedNetwork network = new SimulatedNetwork(this.world);

	@Test
	void linksOpenBetweenNodesWhateverTheOrderOfTheirStarts() {
		start(1, 2, 3);
		advanceSeconds(2);
		assertThat(this.trace).containsExactlyInAnyOrder("1: linkOpened 2", "1: linkOpened 3", "2: linkOpened 1",
				"2: linkOpened 3", "3: linkOpened 1", "3: linkOpened 2");
	}

	@Test
	void requestsAndAnswersArriveOnceAndInOrder() {
		startAndLink(1, 2);
		for (int i = 1; i <= 100; i++) {
			assertThat(send(1, 2, i)).isTrue();
		}
		advanceSeconds(1);
		List<String> expected = new ArrayList<>();
		for (int i = 1; i <= 100; i++) {
			expected.add("2: request 1/" + i);
		}
		assertThat(events("2: request")).isEqualTo(expected);
		expected.replaceAll((request) -> request.replace("2: request 1/", "1: answer 2/"));
		assertThat(events("1: answer")).isEqualTo(expected);
		assertThat(this.network.counts()).isEqualTo(new NetworkCounts(200, 200, 0, 0, 0, 0, 0, 0));
	}

	@Test
	void nothingIsDeliveredWhileItIsSent() {
		startAndLink(1, 2);
		send(1, 2, 1);
		assertThat(this.trace).isEmpty();
		this.world.runUntilIdle();
		assertThat(this.trace).as("a message takes time").isEmpty();
	}

	@Test
	void thereIsNoLinkToANodeThatDoesNotRun() {
		start(1);
		this.nodes.get(1).transport.connect(2, address(2));
		advanceSeconds(5);
		assertThat(send(1, 2, 1)).isFalse();
		assertThat(this.trace).isEmpty();
	}

	@Test
	void messagesAreLost() {
		startAndLink(1, 2);
		this.network.faults(new NetworkFaults(0.5, 0, 0, 0, Duration.ofSeconds(1), 0, Duration.ofSeconds(1)));
		sendMany(1, 2, 1000);
		advanceSeconds(1);
		assertThat(events("2: request")).hasSizeBetween(400, 600).doesNotHaveDuplicates().isSorted();
		assertThat(this.network.counts().dropped()).isPositive();
	}

	@Test
	void messagesArriveTwice() {
		startAndLink(1, 2);
		this.network.faults(new NetworkFaults(0, 0.5, 0, 0, Duration.ofSeconds(1), 0, Duration.ofSeconds(1)));
		sendMany(1, 2, 1000);
		advanceSeconds(3);
		assertThat(events("2: request")).hasSizeBetween(1400, 1600);
		assertThat(Set.copyOf(events("2: request"))).hasSize(1000);
	}

	@Test
	void messagesOvertakeOthers() {
		startAndLink(1, 2);
		this.network.faults(new NetworkFaults(0, 0, 0.5, 0, Duration.ofSeconds(1), 0, Duration.ofSeconds(1)));
		sendMany(1, 2, 1000);
		advanceSeconds(1);
		List<String> sorted = new ArrayList<>(events("2: request"));
		sorted.sort(null);
		assertThat(events("2: request")).hasSize(1000).doesNotHaveDuplicates().isNotEqualTo(sorted);
	}

	@Test
	void slowMessagesHoldUpThoseBehindThemAndHaveAHeavyTail() {
		startAndLink(1, 2);
		this.network.faults(new NetworkFaults(0, 0, 0, 0.1, Duration.ofSeconds(10), 0, Duration.ofSeconds(1)));
		sendMany(1, 2, 1000);
		this.world.advance(Duration.ofMillis(10));
		assertThat(events("2: request")).hasSizeLessThan(1000);
		advanceSeconds(10);
		assertThat(events("2: request")).hasSize(1000).doesNotHaveDuplicates().isSorted();
		assertThat(this.network.counts().slowed()).isBetween(100L, 300L);
	}

	@Test
	void anyMessageIsDroppedThatAFilterSelects() {
		startAndLink(1, 2);
		this.network.filter((from, to, message) -> message.envelope().sequence() != 1002);
		sendMany(1, 2, 3);
		advanceSeconds(1);
		assertThat(events("2: request")).containsExactly("2: request 1/1001", "2: request 1/1003");
	}

	@Test
	void aCutInOneDirectionLosesOnlyWhatIsSentThatWay() {
		startAndLink(1, 2);
		this.network.cut(2, 1);
		send(1, 2, 1);
		send(2, 1, 2);
		this.world.advance(Duration.ofMillis(100));
		assertThat(this.trace).as("the answer is lost as well").containsExactly("2: request 1/1");
	}

	@Test
	void aCutThatLastsIsNoticedAtBothEndsAndHealed() {
		startAndLink(1, 2);
		this.network.cut(1, 2);
		advanceSeconds(5);
		assertThat(this.trace).containsExactlyInAnyOrder("1: linkClosed 2", "2: linkClosed 1", "1: connectionLost 2",
				"2: connectionLost 1");
		assertThat(send(2, 1, 1)).isFalse();
		this.trace.clear();
		this.network.heal(1, 2);
		advanceSeconds(2);
		assertThat(this.trace).containsExactlyInAnyOrder("1: linkOpened 2", "2: linkOpened 1");
		assertThat(send(2, 1, 1)).isTrue();
	}

	@Test
	void aShortCutIsNotNoticed() {
		startAndLink(1, 2);
		this.network.cut(1, 2);
		advanceSeconds(1);
		this.network.healAll();
		advanceSeconds(5);
		assertThat(this.trace).isEmpty();
	}

	@Test
	void anIsolatedNodeReachesNobodyAndTheOthersEachOther() {
		startAndLink(1, 2, 3);
		this.network.isolate(2);
		assertReach("1-3");
	}

	@Test
	void halvesReachOnlyTheirOwn() {
		startAndLink(1, 2, 3, 4);
		this.network.partition(List.of(Set.of(1, 2), Set.of(3, 4)));
		assertReach("1-2", "3-4");
	}

	@Test
	void aBridgeReachesBothHalves() {
		startAndLink(1, 2, 3, 4, 5);
		this.network.partition(List.of(Set.of(1, 2, 3), Set.of(3, 4, 5)));
		assertReach("1-2", "1-3", "2-3", "3-4", "3-5", "4-5");
	}

	@Test
	void inARingEachReachesItsNeighbours() {
		startAndLink(1, 2, 3, 4, 5);
		this.network.ring(List.of(1, 2, 3, 4, 5));
		assertReach("1-2", "2-3", "3-4", "4-5", "1-5");
	}

	@Test
	void aNewPartitionUndoesTheOneBefore() {
		startAndLink(1, 2, 3);
		this.network.partition(List.of(Set.of(1), Set.of(2, 3)));
		this.network.partition(List.of(Set.of(1, 2), Set.of(3)));
		assertReach("1-2");
	}

	@Test
	void aResetIsNoticedAtBothEndsAndTheLinksComeBack() {
		startAndLink(1, 2);
		send(1, 2, 1);
		this.network.reset(1, 2);
		assertThat(send(1, 2, 2)).isFalse();
		advanceSeconds(1);
		assertThat(this.trace).containsExactlyInAnyOrder("1: linkClosed 2", "2: linkClosed 1", "2: request 1/1",
				"1: connectionLost 2", "2: connectionLost 1", "1: linkOpened 2", "2: linkOpened 1");
		assertThat(send(1, 2, 3)).isTrue();
	}

	@Test
	void oneOfTwoConnectionsBreaksAndWhatIsUnderWayOnTheOtherArrives() {
		startAndLink(1, 2);
		send(1, 2, 1);
		send(2, 1, 1);
		this.network.loseConnection(2, 1);
		this.world.advance(Duration.ofMillis(5));
		assertThat(this.trace).contains("2: linkClosed 1", "1: request 2/1", "1: connectionLost 2")
			.doesNotContain("1: linkClosed 2", "2: connectionLost 1");
		assertThat(events("1: answer")).isNotEmpty();
	}

	@Test
	void aCrashIsNoticedAtOnceAfterWhatWasSentBefore() {
		startAndLink(1, 2);
		send(1, 2, 1);
		this.network.crash(1);
		this.world.advance(Duration.ofMillis(5));
		assertThat(this.trace).containsSubsequence("2: request 1/1", "2: connectionLost 1")
			.containsExactlyInAnyOrder("2: request 1/1", "2: connectionLost 1", "2: linkClosed 1");
		assertThat(send(2, 1, 1)).isFalse();
	}

	@Test
	void aCrashBehindACutIsNoticedLater() {
		startAndLink(1, 2);
		this.network.isolate(1);
		this.network.crash(1);
		this.world.advance(Duration.ofMillis(500));
		assertThat(this.trace).isEmpty();
		advanceSeconds(5);
		assertThat(this.trace).containsExactlyInAnyOrder("2: connectionLost 1", "2: linkClosed 1");
	}

	@Test
	void aCrashBehindACutIsNoticedSoonAfterItHeals() {
		startAndLink(1, 2);
		this.network.isolate(1);
		this.network.crash(1);
		this.network.healAll();
		this.world.advance(Duration.ofMillis(2500));
		assertThat(this.trace).containsExactlyInAnyOrder("2: connectionLost 1", "2: linkClosed 1");
	}

	@Test
	void aCrashedNodeHearsNothingAndSendsNothing() {
		startAndLink(1, 2);
		send(2, 1, 1);
		this.network.crash(1);
		assertThat(send(1, 2, 2)).isFalse();
		advanceSeconds(5);
		assertThat(events("1:")).isEmpty();
	}

	@Test
	void aRestartOpensAllLinksAnew() {
		startAndLink(1, 2);
		this.network.crash(1);
		advanceSeconds(20);
		this.trace.clear();
		restart(1);
		this.world.advance(Duration.ofMillis(50));
		assertThat(this.trace).as("the other node does not wait for its next try")
			.containsExactlyInAnyOrder("1: linkOpened 2", "2: linkOpened 1");
		send(2, 1, 7);
		advanceSeconds(1);
		assertThat(events("1: request")).containsExactly("1: request 2/7");
	}

	@Test
	void aRestartThatIsFasterThanTheNoticeEndsTheOldLinks() {
		startAndLink(1, 2);
		this.network.isolate(1);
		this.network.crash(1);
		this.network.healAll();
		restart(1);
		advanceSeconds(2);
		assertThat(events("2:")).containsExactly("2: linkClosed 1", "2: linkOpened 1");
		send(2, 1, 7);
		advanceSeconds(1);
		assertThat(events("1: request")).containsExactly("1: request 2/7");
	}

	@Test
	void aNodeHasOneProcessAtATime() {
		start(1);
		assertThatIllegalStateException().isThrownBy(() -> this.network.transportOf(1, 2))
			.withMessageContaining("still runs its start 1");
	}

	@Test
	void messagesTurnUpAtALaterProcessOfTheReceiver() {
		startAndLink(1, 2);
		this.network.faults(new NetworkFaults(1, 0, 0, 0, Duration.ofSeconds(1), 1, Duration.ofSeconds(20)));
		sendMany(1, 2, 100);
		this.network.crash(2);
		restart(2);
		advanceSeconds(20);
		assertThat(events("2: request")).hasSize(100);
	}

	@Test
	void answersTurnUpAtALaterProcessOfTheAsker() {
		startAndLink(1, 2);
		this.network.faults(new NetworkFaults(0, 0, 0, 0, Duration.ofSeconds(1), 1, Duration.ofSeconds(20)));
		sendMany(1, 2, 100);
		this.world.advance(Duration.ofMillis(10));
		this.network.faults(NetworkFaults.NONE);
		int answered = events("1: answer").size();
		this.network.crash(1);
		restart(1);
		advanceSeconds(20);
		assertThat(answered).isGreaterThanOrEqualTo(100);
		assertThat(events("1: answer").size() - answered).isGreaterThan(50);
	}

	@Test
	void aCloggedLinkTurnsRequestsDownUntilItIsWritable() {
		startAndLink(1, 2);
		this.network.clog(1, 2);
		assertThat(send(1, 2, 1)).isFalse();
		advanceSeconds(10);
		assertThat(this.trace).isEmpty();
		this.network.unclog(1, 2);
		assertThat(this.trace).containsExactly("1: linkWritable 2");
		assertThat(send(1, 2, 2)).isTrue();
	}

	@Test
	void answersOnACloggedPathWaitInOrder() {
		startAndLink(1, 2);
		this.network.clog(2, 1);
		sendMany(1, 2, 50);
		advanceSeconds(5);
		assertThat(events("2: request")).hasSize(50);
		assertThat(events("1: answer")).isEmpty();
		this.network.unclog(2, 1);
		advanceSeconds(1);
		assertThat(events("1: answer")).hasSize(50).isSorted();
	}

	@Test
	void whoNeverReadsAnswersLosesTheConnection() {
		startAndLink(1, 2);
		this.network.clog(2, 1);
		for (int i = 0; i < 11_000; i++) {
			send(1, 2, i);
		}
		advanceSeconds(1);
		assertThat(events("2: connectionLost")).containsExactly("2: connectionLost 1");
	}

	@Test
	void aLinkThatIsNotWantedIsClosedAndStaysClosed() {
		startAndLink(1, 2);
		this.nodes.get(1).transport.disconnect(2);
		assertThat(send(1, 2, 1)).isFalse();
		advanceSeconds(5);
		assertThat(this.trace).containsExactly("1: linkClosed 2", "2: connectionLost 1");
		assertThat(send(2, 1, 1)).as("the other node's own link").isTrue();
	}

	@Test
	void aNewAddressOpensANewLinkAndTheSameOneDoesNot() {
		startAndLink(1, 2);
		this.nodes.get(1).transport.connect(2, address(2));
		advanceSeconds(1);
		assertThat(this.trace).isEmpty();
		this.nodes.get(1).transport.connect(2, address(99));
		advanceSeconds(1);
		assertThat(events("1:")).containsExactly("1: linkClosed 2", "1: linkOpened 2");
		assertThat(events("2:")).as("there is a newer connection when the old one ends")
			.isSubsetOf("2: connectionLost 1");
	}

	@Test
	void whatTheCodecRefusesIsNotSent() {
		startAndLink(1, 2);
		Transport transport = this.nodes.get(1).transport;
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> transport.send(2, new HeartbeatReq(envelope(1, 1), -1)));
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> transport.send(2, new HeartbeatResp(envelope(1, 1), 1, DiskSpace.AMPLE)));
		assertThatIllegalArgumentException().isThrownBy(() -> transport.send(2, new HeartbeatReq(envelope(3, 1), 1)))
			.withMessageContaining("Node 1 sends a message of node 3");
	}

	@Test
	void aRunDependsOnNothingButItsSeed() {
		List<String> first = storm(42);
		List<String> again = storm(42);
		List<String> other = storm(43);
		assertThat(first).hasSizeGreaterThan(1000).isEqualTo(again).isNotEqualTo(other);
	}

	/** Everything at once, for a minute. */
	private List<String> storm(long seed) {
		this.trace.clear();
		this.nodes.clear();
		this.world = new VirtualTime(seed);
		this.network = new SimulatedNetwork(this.world);
		SplittableRandom random = this.world.newRandom();
		start(1, 2, 3);
		for (int i = 0; i < 600; i++) {
			int node = random.nextInt(1, 4);
			int other = 1 + node % 3;
			switch (random.nextInt(8)) {
				case 0 -> this.network.cut(node, other);
				case 1 -> this.network.healAll();
				case 2 -> this.network.faults(NetworkFaults.draw(random));
				case 3 -> {
					this.network.crash(node);
					restart(node);
				}
				case 4 -> this.network.clog(node, other);
				case 5 -> this.network.unclog(node, other);
				default -> sendMany(node, other, 10);
			}
			this.world.advance(Duration.ofMillis(100));
		}
		this.trace.add(this.network.counts().toString());
		return List.copyOf(this.trace);
	}

	private void assertReach(String... pairs) {
		List<String> reached = new ArrayList<>();
		for (int from : this.nodes.keySet()) {
			for (int to : this.nodes.keySet()) {
				this.trace.clear();
				boolean sent = from != to && send(from, to, 1);
				this.world.advance(Duration.ofMillis(1));
				if (sent && this.trace.contains(to + ": request " + from + "/1")) {
					reached.add(from + "-" + to);
				}
			}
		}
		List<String> expected = new ArrayList<>();
		for (String pair : pairs) {
			expected.add(pair);
			expected.add(new StringBuilder(pair).reverse().toString());
		}
		assertThat(reached).containsExactlyInAnyOrderElementsOf(expected);
	}

	private void startAndLink(Integer... nodeIds) {
		start(nodeIds);
		advanceSeconds(2);
		assertThat(events("", (event) -> event.contains("linkOpened"))).hasSize(nodeIds.length * (nodeIds.length - 1));
		this.trace.clear();
	}

	private void start(Integer... nodeIds) {
		for (int nodeId : nodeIds) {
			this.nodes.put(nodeId, new Node(nodeId, 1));
		}
		for (int nodeId : nodeIds) {
			connect(nodeId);
		}
	}

	private void restart(int nodeId) {
		this.nodes.put(nodeId, new Node(nodeId, this.nodes.get(nodeId).startNumber + 1));
		connect(nodeId);
	}

	private void connect(int nodeId) {
		for (int other : this.nodes.keySet()) {
			if (other != nodeId) {
				this.nodes.get(nodeId).transport.connect(other, address(other));
			}
		}
	}

	/** Messages numbered from 1001, so that they sort like numbers. */
	private void sendMany(int from, int to, int count) {
		for (int i = 1; i <= count; i++) {
			send(from, to, 1000 + i);
		}
	}

	private boolean send(int from, int to, long sequence) {
		return this.nodes.get(from).transport.send(to, new HeartbeatReq(envelope(from, sequence), 1));
	}

	private static Envelope envelope(int from, long sequence) {
		return new Envelope(1, null, from, new UUID(0, from), null, 1, sequence);
	}

	private static HostPort address(int nodeId) {
		return new HostPort("node-" + nodeId, 7000);
	}

	private List<String> events(String prefix) {
		return events(prefix, (event) -> true);
	}

	private List<String> events(String prefix, Predicate<String> filter) {
		return this.trace.stream().filter((event) -> event.startsWith(prefix)).filter(filter).toList();
	}

	private void advanceSeconds(int seconds) {
		this.world.advance(Duration.ofSeconds(seconds));
	}

	/** A process that writes down what it hears, and answers every request. */
	private final class Node implements TransportListener {

		private final int nodeId;

		private final long startNumber;

		private final Transport transport;

		Node(int nodeId, long startNumber) {
			this.nodeId = nodeId;
			this.startNumber = startNumber;
			this.transport = SimulatedNetworkTests.this.network.transportOf(nodeId, startNumber);
			this.transport.start(this);
		}

		private void trace(String event) {
			SimulatedNetworkTests.this.trace.add(this.nodeId + ": " + event);
		}

		@Override
		public void linkOpened(int nodeId) {
			trace("linkOpened " + nodeId);
		}

		@Override
		public void linkClosed(int nodeId) {
			trace("linkClosed " + nodeId);
		}

		@Override
		public void linkRefused(int nodeId, String reason) {
			trace("linkRefused " + nodeId);
		}

		@Override
		public void connectionLost(int nodeId) {
			trace("connectionLost " + nodeId);
		}

		@Override
		public void requestReceived(int nodeId, Message request, AnswerSink answers) {
			trace("request " + nodeId + "/" + request.envelope().sequence());
			answers.answer(new HeartbeatResp(envelope(this.nodeId, request.envelope().sequence()), 1, DiskSpace.AMPLE));
		}

		@Override
		public void answerReceived(int nodeId, Message answer) {
			trace("answer " + nodeId + "/" + answer.envelope().sequence());
		}

		@Override
		public void linkWritable(int nodeId) {
			trace("linkWritable " + nodeId);
		}

	}

}
