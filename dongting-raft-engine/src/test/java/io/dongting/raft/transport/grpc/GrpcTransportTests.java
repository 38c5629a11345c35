package io.dongting.raft.transport.grpc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.BindFailedException;
import io.dongting.raft.transport.MalformedMessageException;
import io.dongting.raft.transport.Message;
import org.junit.jupiter.api.AfterEach;
import io.dongting.raft.transport.InstallReq;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class GrpcTransportTests {

	private final List<TestNode> nodes = new ArrayList<>();

	@AfterEach
	void closeAll() {
		this.nodes.forEach(TestNode::close);
	}

	private TestNode node(int nodeId) {
		return keep(new TestNode(nodeId));
	}

	private TestNode keep(TestNode node) {
		this.nodes.add(node);
		return node;
	}

	@Test
	void requestsAndAnswersArriveInTheOrderTheyWereSent() {
		TestNode one = node(1);
		TestNode two = node(2);
		one.link(two);
		for (int i = 1; i <= 5000; i++) {
			one.send(2, i, i % 500);
		}
		one.awaitAnswers(5000);
		List<Long> expected = LongStream.rangeClosed(1, 5000).boxed().toList();
		assertThat(TestMessages.sequences(two.requests())).isEqualTo(expected);
		assertThat(TestMessages.sequences(one.answers())).isEqualTo(expected);
	}

	@Test
	void eachOfManySendersKeepsItsOrder() throws InterruptedException {
		TestNode one = node(1);
		TestNode two = node(2);
		one.link(two);
		List<Thread> senders = new ArrayList<>();
		for (int sender = 0; sender < 4; sender++) {
			long first = sender * 1_000_000L;
			senders.add(new Thread(() -> LongStream.range(first, first + 1000).forEach((i) -> one.send(2, i, 2000))));
		}
		senders.forEach(Thread::start);
		for (Thread sender : senders) {
			sender.join();
		}
		two.awaitRequests(4000);
		List<Long> received = TestMessages.sequences(two.requests());
		for (int sender = 0; sender < 4; sender++) {
			long number = sender;
			assertThat(received.stream().filter((sequence) -> sequence / 1_000_000 == number).toList()).hasSize(1000)
				.isSorted();
		}
	}

	@Test
	void threeNodesReachEachOther() {
		List<TestNode> three = List.of(node(1), node(2), node(3));
		for (TestNode from : three) {
			for (TestNode to : three) {
				if (from != to) {
					from.link(to);
				}
			}
		}
		for (int from = 1; from <= 3; from++) {
			for (int to = 1; to <= 3; to++) {
				if (from != to) {
					three.get(from - 1).send(to, from * 10 + to, 100);
				}
			}
		}
		three.forEach((node) -> node.awaitAnswers(2));
		assertThat(TestMessages.sequences(three.get(0).requests())).containsExactlyInAnyOrder(21L, 31L);
		assertThat(TestMessages.sequences(three.get(1).requests())).containsExactlyInAnyOrder(12L, 32L);
		assertThat(TestMessages.sequences(three.get(2).requests())).containsExactlyInAnyOrder(13L, 23L);
	}

	/** Heartbeats must not wait behind them. */
	@Test
	void piecesOfSnapshotsGoOverALinkOfTheirOwn() {
		TestNode one = node(1);
		TestNode two = node(2);
		one.link(two);
		int seen = (int) one.count("linkWritable 2");
		while (!one.transport().send(2, TestMessages.piece(1, 7, 100_000))) {
			one.await("linkWritable 2", ++seen);
		}
		one.send(2, 8, 10);
		two.awaitRequests(2);
		one.awaitAnswers(2);
		assertThat(TestMessages.sequences(two.requests())).containsExactlyInAnyOrder(7L, 8L);
		assertThat(two.requests()).anySatisfy((request) -> assertThat(request).isInstanceOf(InstallReq.class));
		assertThat(one.count("linkOpened 2")).isEqualTo(1);
		assertThat(two.count("connectionLost 1")).isZero();
	}

	@Test
	void requestsOfSeveralGroupsArriveInTheirOrderFromOneMessage() {
		TestNode one = node(1);
		TestNode two = node(2);
		one.link(two);
		List<Message> requests = LongStream.rangeClosed(1, 500)
			.<Message>mapToObj((sequence) -> TestMessages.request(1, sequence, 10))
			.toList();
		assertThat(one.transport().sendAll(2, requests)).isTrue();
		assertThat(one.transport().sendAll(3, requests)).isFalse();
		one.awaitAnswers(500);
		List<Long> expected = LongStream.rangeClosed(1, 500).boxed().toList();
		assertThat(TestMessages.sequences(two.requests())).isEqualTo(expected);
		assertThat(TestMessages.sequences(one.answers())).isEqualTo(expected);
	}

	@Test
	void theLargestEntriesArriveWhole() {
		TestNode one = node(1);
		TestNode two = node(2);
		one.link(two);
		int sizeBytes = 16 * 1024 * 1024;
		one.send(2, 1, sizeBytes);
		one.send(2, 2, sizeBytes);
		two.awaitRequests(2);
		AppendReq received = (AppendReq) two.requests().get(1);
		ByteBuffer expected = TestMessages.request(1, 2, sizeBytes).entries().get(0);
		assertThat(received.entries()).containsExactly(expected);
	}

	@Test
	void aMessageOverTheLimitIsRefusedWhereItIsSent() {
		TestNode one = node(1);
		one.link(node(2));
		AppendReq tooLarge = TestMessages.request(1, 1, 34 * 1024 * 1024);
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> one.transport().send(2, tooLarge))
			.withMessageContaining("is larger than");
		one.send(2, 2, 10);
		one.awaitAnswers(1);
		assertThat(one.events()).doesNotContain("linkClosed 2");
	}

	@Test
	void requestsAreTurnedDownWithoutALink() {
		TestNode one = node(1);
		assertThat(one.transport().send(2, TestMessages.request(1, 1, 10))).isFalse();
		one.transport().connect(2, new HostPort("localhost", 1));
		assertThat(one.transport().send(2, TestMessages.request(1, 1, 10))).isFalse();
	}

	@Test
	void aLinkIsOpenedAnewWhenThePeerComesBackOnTheSamePort() {
		TestNode one = node(1);
		TestNode two = new TestNode(2);
		int port = two.port();
		try (CapturedLog log = new CapturedLog()) {
			one.link(two);
			two.close();
			one.await("linkClosed 2");
			assertThat(one.transport().send(2, TestMessages.request(1, 1, 10))).isFalse();
			TestNode again = keep(new TestNode(2, 2, port, TestNode.TIMING));
			one.await("linkOpened 2", 2);
			one.send(2, 7, 10);
			again.awaitRequests(1);
			assertThat(one.events()).containsExactly("linkOpened 2", "linkClosed 2", "linkOpened 2");
			assertThat(log.errors()).isEmpty();
			assertThat(log.warnings()).isNotEmpty()
				.allSatisfy((warning) -> assertThat(warning)
					.startsWith("There is no link from node 1 to node 2 at localhost:" + port));
		}
	}

	@Test
	void thePeerNeedNotBeThereFirst() {
		TestNode two = new TestNode(2);
		int port = two.port();
		two.close();
		TestNode one = node(1);
		one.transport().connect(2, new HostPort("localhost", port));
		keep(new TestNode(2, 1, port, TestNode.TIMING));
		one.await("linkOpened 2");
	}

	@Test
	void aPeerThatConnectsIsNotKeptWaitingForTheNextTry() {
		LinkTiming patient = new LinkTiming(RecordingListener.PATIENCE.multipliedBy(10),
				RecordingListener.PATIENCE.multipliedBy(10), RecordingListener.PATIENCE, RecordingListener.PATIENCE,
				RecordingListener.PATIENCE);
		TestNode one = keep(new TestNode(1, 1, 0, patient));
		TestNode two = new TestNode(2);
		int port = two.port();
		one.link(two);
		two.close();
		one.await("linkClosed 2");
		TestNode again = keep(new TestNode(2, 2, port, TestNode.TIMING));
		again.link(one);
		one.await("linkOpened 2", 2);
	}

	@Test
	void aConnectionIsReportedLostOnceWhenThePeerCloses() {
		TestNode one = node(1);
		TestNode two = new TestNode(2);
		two.link(one);
		one.link(two);
		two.close();
		one.await("connectionLost 2");
		one.await("linkClosed 2");
		one.close();
		assertThat(one.count("connectionLost 2")).isEqualTo(1);
		assertThat(two.events()).as("who closes hears nothing").containsExactly("linkOpened 1");
	}

	@Test
	void aLinkThatIsNotWantedIsClosedUntilItIsWantedAgain() {
		TestNode one = node(1);
		TestNode two = node(2);
		one.link(two);
		one.transport().disconnect(2);
		one.await("linkClosed 2");
		two.await("connectionLost 1");
		assertThat(one.transport().send(2, TestMessages.request(1, 1, 10))).isFalse();
		one.link(two);
		one.send(2, 1, 10);
		one.awaitAnswers(1);
	}

	@Test
	void aNewAddressMovesTheLinkAndTheSameOneDoesNot() {
		TestNode one = node(1);
		TestNode old = node(2);
		one.link(old);
		one.transport().connect(2, old.address());
		one.send(2, 1, 10);
		one.awaitAnswers(1);
		TestNode moved = keep(new TestNode(2, 2, 0, TestNode.TIMING));
		one.link(moved);
		one.send(2, 2, 10);
		one.awaitAnswers(2);
		assertThat(one.events()).containsExactly("linkOpened 2", "linkClosed 2", "linkOpened 2");
		assertThat(TestMessages.sequences(old.requests())).containsExactly(1L);
		assertThat(TestMessages.sequences(moved.requests())).containsExactly(2L);
	}

	@Test
	void aReceiverThatDoesNotReadCongestsTheLinkWithinBounds() throws InterruptedException {
		CountDownLatch goOn = new CountDownLatch(1);
		TestNode one = node(1);
		TestNode two = keep(new TestNode(2) {

			@Override
			public void requestReceived(int nodeId, Message request, AnswerSink answers) {
				awaitQuietly(goOn);
				super.requestReceived(nodeId, request, answers);
			}

		});
		one.link(two);
		int taken = 0;
		AppendReq request = TestMessages.request(1, 1, 64 * 1024);
		while (one.transport().send(2, request)) {
			taken++;
			assertThat(taken).as("messages of 64 KiB in buffers").isLessThan(1024);
		}
		goOn.countDown();
		one.await("linkWritable 2");
		assertThat(one.transport().send(2, request)).isTrue();
		two.awaitRequests(taken + 1);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void anExceptionOfTheListenerIsReportedAndTheLinkGoesOn() {
		TestNode one = node(1);
		TestNode two = keep(new TestNode(2) {

			@Override
			public void requestReceived(int nodeId, Message request, AnswerSink answers) {
				super.requestReceived(nodeId, request, answers);
				if (request.envelope().sequence() == 1) {
					throw new IllegalStateException("as planned");
				}
			}

		});
		try (CapturedLog log = new CapturedLog()) {
			one.link(two);
			one.send(2, 1, 10);
			one.send(2, 2, 10);
			one.awaitAnswers(2);
			assertThat(log.errors()).singleElement().asString().contains("listener");
		}
		assertThat(one.events()).containsExactly("linkOpened 2");
	}

	@Test
	void withoutAPortThereAreNoLinks() {
		try (GrpcTransport alone = new GrpcTransport(1, 1, null)) {
			alone.start(new RecordingListener());
			assertThatIllegalStateException().isThrownBy(() -> alone.connect(2, new HostPort("localhost", 1)));
			assertThatIllegalStateException().isThrownBy(alone::boundPort);
			assertThat(alone.send(2, TestMessages.request(1, 1, 10))).isFalse();
		}
	}

	@Test
	void aNodeHasNoLinkToItself() {
		TestNode one = node(1);
		assertThatIllegalArgumentException().isThrownBy(() -> one.transport().connect(1, one.address()));
		assertThatIllegalArgumentException().isThrownBy(() -> one.transport().connect(0, one.address()));
	}

	@Test
	void aPortThatIsTakenIsAnErrorThatNamesIt() {
		TestNode one = node(1);
		GrpcTransport second = new GrpcTransport(2, 1, one.address());
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> second.start(new RecordingListener()))
			.withMessageContaining("Cannot listen on localhost:" + one.port())
			.withMessageContaining("in use")
			.satisfies((ex) -> assertThat(ex.address()).isEqualTo(one.address()));
	}

	@Test
	void aHostThatCannotBeResolvedIsAnErrorThatNamesIt() {
		HostPort nowhere = new HostPort("host.invalid", 7000);
		GrpcTransport transport = new GrpcTransport(1, 1, nowhere);
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> transport.start(new RecordingListener()))
			.withMessageContaining("host.invalid:7000");
	}

	@Test
	void aTransportIsStartedOnce() {
		TestNode one = node(1);
		assertThatIllegalStateException().isThrownBy(() -> one.transport().start(one));
		one.close();
		assertThatIllegalStateException().isThrownBy(() -> one.transport().start(one));
	}

	@Test
	void closingUnderLoadLeavesNoThreadAndReportsNothingMore() throws InterruptedException {
		List<Thread> before = networkThreads();
		TestNode one = new TestNode(1);
		TestNode two = new TestNode(2);
		one.link(two);
		two.link(one);
		List<Thread> senders = List.of(sender(one, 1, 2), sender(two, 2, 1));
		senders.forEach(Thread::start);
		one.awaitAnswers(1000);
		two.awaitAnswers(1000);
		one.close();
		int reported = one.answers().size() + one.requests().size() + one.events().size();
		two.close();
		assertThat(one.answers().size() + one.requests().size() + one.events().size()).isEqualTo(reported);
		for (Thread sender : senders) {
			sender.interrupt();
			sender.join();
		}
		List<Thread> left = networkThreads();
		left.removeAll(before);
		for (Thread thread : left) {
			thread.join(RecordingListener.PATIENCE.toMillis());
			assertThat(thread.isAlive()).as(thread.getName()).isFalse();
		}
	}

	private static Thread sender(TestNode node, int from, int to) {
		AppendReq request = TestMessages.request(from, 1, 1000);
		return new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				node.transport().send(to, request);
			}
		});
	}

	/** All there are but those of the test itself and of the JVM. */
	private static List<Thread> networkThreads() {
		Thread[] threads = new Thread[Thread.activeCount() + 100];
		int count = Thread.enumerate(threads);
		List<Thread> list = new ArrayList<>(Arrays.asList(threads).subList(0, count));
		list.remove(Thread.currentThread());
		return list;
	}

	@Test
	void aTransportCannotBeClosedByItsListener() throws InterruptedException {
		CountDownLatch refused = new CountDownLatch(1);
		TestNode one = node(1);
		TestNode two = keep(new TestNode(2) {

			@Override
			public void requestReceived(int nodeId, Message request, AnswerSink answers) {
				assertThatIllegalStateException().isThrownBy(this::close);
				refused.countDown();
			}

		});
		one.link(two);
		one.send(2, 1, 10);
		assertThat(refused.await(RecordingListener.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

}
