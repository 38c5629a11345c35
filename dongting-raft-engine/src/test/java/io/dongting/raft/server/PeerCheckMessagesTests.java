package io.dongting.raft.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.dongting.fiber.FailureHandler;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HostedGroup;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.RaftPingReq;
import io.dongting.raft.transport.RaftPingResp;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much is said, and how often, whatever the number of groups.
 */
class PeerCheckMessagesTests {

	private static final int GROUPS = 500;

	private static final String LONGEST_NAME = "n".repeat(60);

	private final VirtualTime world = new VirtualTime(1);

	private final List<List<Message>> sent = new ArrayList<>();

	private final MessageDelivery delivery = new MessageDelivery(1);

	private final PeerChecks checks;

	PeerCheckMessagesTests() {
		TreeMap<Integer, HostPort> addresses = new TreeMap<>();
		addresses.put(1, new HostPort("node1", 7000));
		addresses.put(2, new HostPort("node2", 7000));
		KnownNodes nodes = new KnownNodes(new RaftServerConfig(1, addresses, addresses.get(1)), this.delivery);
		this.checks = new PeerChecks(new NodeIdentity(1, 1), nodes, this.delivery, new SentMessages(),
				new VirtualDispatcher(this.world, "node1").createGroup("peers", FailureHandler.logging()));
		this.delivery.check(this.checks);
		for (int id = 1; id <= GROUPS; id++) {
			this.delivery.add(group(id));
		}
	}

	private static RaftGroupImpl group(int id) {
		return new RaftGroupImpl(1, new RaftGroupConfig(LONGEST_NAME + id, id, new TreeSet<>(List.of(1, 2)),
				Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS));
	}

	private static HostedGroup hosted(String name, int id) {
		return new HostedGroup(id, name, null, null, 0, Collections.emptySortedSet(), Collections.emptySortedSet());
	}

	private List<Message> answers() {
		List<Message> questions = this.sent.stream().flatMap(List::stream).toList();
		this.sent.clear();
		return questions.stream().map((question) -> {
			HostedGroup theirs = ((RaftPingReq) question).group();
			return (Message) new RaftPingResp(question.envelope(), List.of(theirs));
		}).toList();
	}

	@Test
	void manyGroupsAreStatedInSeveralSmallMessages() {
		this.delivery.linkOpened(2);
		this.world.advance(Duration.ofMillis(1));
		assertThat(this.sent).hasSize(5).allSatisfy((messages) -> {
			assertThat(messages).hasSize(100);
			assertThat(new MessageCodec(20_000).requestsToFrame(messages).getSerializedSize()).isPositive();
		});
		assertThat(this.sent.stream().flatMap(List::stream).map((message) -> message.envelope().groupId()))
			.doesNotHaveDuplicates()
			.hasSize(GROUPS);
	}

	@Test
	void whatWasAnsweredIsNotSaidAgainAndWhatWasNotIs() {
		this.delivery.linkOpened(2);
		this.world.advance(Duration.ofMillis(1));
		List<Message> answers = answers();
		answers.subList(0, 499).forEach((answer) -> this.delivery.answerReceived(2, answer));
		this.world.advance(Duration.ofMillis(1500));
		assertThat(this.sent).singleElement().satisfies((messages) -> assertThat(messages).hasSize(1));
		this.delivery.answerReceived(2, answers.get(499));
		this.world.advance(Duration.ofSeconds(2));
		assertThat(this.sent).as("the answer to an earlier question is none").hasSizeGreaterThan(1);
		answers().forEach((answer) -> this.delivery.answerReceived(2, answer));
		this.world.advance(Duration.ofMinutes(1));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void nothingIsSaidWithoutALink() {
		this.delivery.linkOpened(2);
		this.delivery.linkClosed(2);
		this.world.advance(Duration.ofMillis(1));
		this.sent.clear();
		this.world.advance(Duration.ofMinutes(1));
		assertThat(this.sent).isEmpty();
		this.delivery.linkOpened(2);
		this.world.advance(Duration.ofMillis(1));
		assertThat(this.sent).as("a new connection").hasSize(5);
	}

	@Test
	void whatDoesNotFitIsAskedAgainNowAndThenUntilItDoes() {
		this.delivery.linkOpened(2);
		this.world.advance(Duration.ofMillis(1));
		answerWithAnotherName(7);
		int asked = 0;
		for (int second = 0; second < 16; second++) {
			this.world.advance(Duration.ofSeconds(1));
			asked += answerWithAnotherName(7);
			assertThat(this.delivery.problemWith(2)).contains("'other'");
		}
		assertThat(asked).isEqualTo(3);
		this.world.advance(Duration.ofSeconds(5));
		answers().forEach((answer) -> this.delivery.answerReceived(2, answer));
		this.world.advance(Duration.ofMinutes(1));
		assertThat(this.sent).isEmpty();
		assertThat(this.delivery.problemWith(2)).isNull();
	}

	/** Return how many questions there were. */
	private int answerWithAnotherName(int groupId) {
		List<Message> answers = answers();
		for (Message answer : answers) {
			int id = answer.envelope().groupId();
			HostedGroup hosted = hosted((id == groupId) ? "other" : LONGEST_NAME + id, id);
			this.delivery.answerReceived(2, new RaftPingResp(answer.envelope(), List.of(hosted)));
		}
		return answers.size();
	}

	@Test
	void ofManyProblemsAFewAreShownAndTheRestCounted() {
		this.delivery.linkOpened(2);
		this.world.advance(Duration.ofMillis(1));
		answers().forEach((answer) -> this.delivery.answerReceived(2, new RaftPingResp(answer.envelope(),
				List.of(hosted("other" + answer.envelope().groupId(), answer.envelope().groupId())))));
		this.world.advance(Duration.ofMillis(1));
		assertThat(this.delivery.problemWith(2)).contains("'other1'", "'other5'")
			.doesNotContain("'other6'")
			.endsWith("There is more of this kind with 495 groups.");
	}

	/** Whoever dials by ever new node ids is answered and not remembered. */
	@Test
	void onlySoManyNodesAreRemembered() {
		List<Message> answered = new ArrayList<>();
		for (int peer = 2; peer < 1002; peer++) {
			RaftPingReq ping = new RaftPingReq(new Envelope(7, null, peer, new UUID(0, 0), null, 0, 1),
					hosted("other", 7));
			this.delivery.requestReceived(peer, ping, answered::add);
		}
		assertThat(answered).hasSize(1000);
		assertThat(this.delivery.problemWith(2)).isNotNull();
		assertThat(this.delivery.problemWith(1001)).isNull();
	}

	private final class SentMessages implements Transport {

		@Override
		public void start(TransportListener listener) {
		}

		@Override
		public void connect(int nodeId, HostPort address) {
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
			PeerCheckMessagesTests.this.sent.add(List.copyOf(requests));
			return true;
		}

		@Override
		public void close() {
		}

	}

}
