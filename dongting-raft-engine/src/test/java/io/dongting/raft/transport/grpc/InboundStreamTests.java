package io.dongting.raft.transport.grpc;

import java.time.Duration;
import java.util.List;

import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.ForwardResp;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes in on the port of a node.
 */
class InboundStreamTests {

	private final CapturedLog log = new CapturedLog();

	private final TestNode one = new TestNode(1);

	@AfterEach
	void close() {
		this.one.close();
		this.log.close();
	}

	@Test
	void theEndOfAStreamIsNotTheEndOfItsConnection() throws Exception {
		try (FakeOpener two = new FakeOpener(this.one.port())) {
			FakeOpener.Stream stream = two.open(2, 1, 1);
			assertThat(stream.receive().getHello().getNodeId()).isEqualTo(1);
			stream.halfClose();
			assertThat(stream.end().getCode()).isEqualTo(Status.Code.OK);
			FakeOpener.Stream next = two.open(2, 1, 1);
			next.send(TestMessages.request(2, 1, 10));
			this.one.awaitRequests(1);
			assertThat(this.one.events()).isEmpty();
		}
		this.one.await("connectionLost 2");
		this.one.close();
		assertThat(this.one.events()).containsExactly("connectionLost 2");
	}

	@Test
	void theEndOfAConnectionIsNotReportedWhenThereIsANewerOne() throws Exception {
		try (FakeOpener newer = new FakeOpener(this.one.port())) {
			try (FakeOpener older = new FakeOpener(this.one.port())) {
				FakeOpener.Stream first = older.open(2, 1, 1);
				first.receive();
				FakeOpener.Stream second = newer.open(2, 1, 2);
				second.receive();
				assertThat(first.end().getDescription()).contains("node 2 has opened a newer stream");
			}
			FakeOpener.Stream third = newer.open(2, 1, 2);
			third.send(TestMessages.request(2, 1, 10));
			this.one.awaitRequests(1);
		}
		this.one.await("connectionLost 2");
		this.one.close();
		assertThat(this.one.events()).containsExactly("connectionLost 2");
	}

	@Test
	void aConnectionThatNeverSaidHelloIsNobodys() throws Exception {
		try (FakeOpener nobody = new FakeOpener(this.one.port()); FakeOpener two = new FakeOpener(this.one.port())) {
			nobody.open();
			two.open(2, 1, 1).receive();
		}
		this.one.await("connectionLost 2");
		this.one.close();
		assertThat(this.one.events()).containsExactly("connectionLost 2");
	}

	@Test
	void whoStartedAnewEndsTheLinkToItsFormerSelf() throws Exception {
		try (FakePeer former = FakePeer.that(2, Handshake.PROTOCOL_VERSION);
				FakeOpener next = new FakeOpener(this.one.port())) {
			this.one.transport().connect(2, former.address());
			this.one.await("linkOpened 2");
			next.open(2, 1, 1).receive();
			next.open(2, 1, 2).receive();
			this.one.await("linkClosed 2");
			this.one.await("linkOpened 2", 2);
			assertThat(this.log.warnings()).singleElement().asString().endsWith("the node was started anew");
		}
	}

	@Test
	void aNodeWithTheSameIdIsRefused() throws Exception {
		assertRefused(new Handshake(1, 1).opening(1), "node 1 at 127.0.0.1 has the node id of this node");
	}

	@Test
	void aNodeThatWantsAnotherIsRefused() throws Exception {
		assertRefused(new Handshake(2, 1).opening(3), "node 2 at 127.0.0.1 wants to reach node 3, but this is node 1");
	}

	@Test
	void aNodeThatSpeaksAnotherVersionIsRefused() throws Exception {
		Wire.Frame hello = Wire.Frame.newBuilder()
			.setHello(Wire.Hello.newBuilder().setNodeId(2).setExpectedNodeId(1).setProtocolVersion(9))
			.build();
		assertRefused(hello, "node 2 at 127.0.0.1 speaks version 9 of the protocol, node 1 speaks version 1");
	}

	/** Refused twice, answered with a Hello twice, logged once. */
	private void assertRefused(Wire.Frame hello, String because) throws Exception {
		try (FakeOpener opener = new FakeOpener(this.one.port())) {
			for (int i = 0; i < 2; i++) {
				FakeOpener.Stream stream = opener.open();
				stream.send(hello);
				assertThat(stream.receive().getHello().getNodeId()).isEqualTo(1);
				Status end = stream.end();
				assertThat(end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
				assertThat(end.getDescription()).contains(because);
			}
		}
		this.one.close();
		assertThat(this.one.events()).isEmpty();
		assertThat(this.log.errors()).singleElement().asString().contains(because);
	}

	@Test
	void whatIsNoRequestEndsOnlyItsStream() throws Exception {
		try (FakeOpener two = new FakeOpener(this.one.port()); FakeOpener three = new FakeOpener(this.one.port())) {
			FakeOpener.Stream good = three.open(3, 1, 1);
			good.receive();
			FakeOpener.Stream bad = two.open(2, 1, 1);
			bad.send(Wire.Frame.getDefaultInstance());
			assertThat(bad.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
			good.send(TestMessages.request(3, 1, 10));
			this.one.awaitRequests(1);
			assertThat(this.log.errors()).singleElement().asString().contains("node 2").contains("BODY_NOT_SET");
		}
	}

	@Test
	void aRequestBeforeTheHelloIsRefused() throws Exception {
		try (FakeOpener opener = new FakeOpener(this.one.port())) {
			FakeOpener.Stream stream = opener.open();
			stream.send(TestMessages.request(2, 1, 10));
			assertThat(stream.end().getDescription()).contains("The first frame is no Hello but APPEND_REQ");
			assertThat(this.one.requests()).isEmpty();
		}
	}

	@Test
	void aRequestOfAnotherNodeIsRefused() throws Exception {
		try (FakeOpener opener = new FakeOpener(this.one.port())) {
			FakeOpener.Stream stream = opener.open(2, 1, 1);
			stream.send(TestMessages.request(3, 1, 10));
			assertThat(stream.end().getDescription()).contains("node 3");
			assertThat(this.one.requests()).isEmpty();
		}
	}

	@Test
	void whoNeverSaysHelloIsSentAway() throws Exception {
		LinkTiming hasty = new LinkTiming(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(50),
				RecordingListener.PATIENCE, RecordingListener.PATIENCE);
		try (TestNode five = new TestNode(5, 1, 0, hasty); FakeOpener mute = new FakeOpener(five.port())) {
			assertThat(mute.open().end().getDescription()).isEqualTo("no Hello has come");
		}
	}

	@Test
	void whoDoesNotReadItsAnswersLosesTheStream() throws Exception {
		byte[] large = new byte[1024 * 1024];
		TestNode generous = new TestNode(7) {

			@Override
			public void requestReceived(int nodeId, Message request, AnswerSink answers) {
				super.requestReceived(nodeId, request, answers);
				for (int i = 0; i < 100; i++) {
					answers.answer(new ForwardResp(TestMessages.answer(7, request).envelope(),
							List.of(new ForwardResp.Outcome(i, ForwardResp.Kind.DONE, 1, large, null, ""))));
				}
			}

		};
		try (generous; FakeOpener two = new FakeOpener(generous.port())) {
			FakeOpener.Stream stream = two.open(2, 7, 1);
			stream.receive();
			stream.send(TestMessages.request(2, 1, 10));
			generous.awaitRequests(1);
			Status end = stream.end();
			assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
			assertThat(end.getDescription()).isEqualTo("it does not read its answers");
			generous.close();
			assertThat(this.log.errors()).singleElement().asString().contains("node 2").contains("does not read");
		}
	}

	@Test
	void answersWaitForAPeerThatReadsSlowly() throws Exception {
		byte[] large = new byte[100 * 1024];
		int count = 200;
		TestNode generous = new TestNode(7) {

			@Override
			public void requestReceived(int nodeId, Message request, AnswerSink answers) {
				for (int i = 0; i < count; i++) {
					answers.answer(new ForwardResp(TestMessages.answer(7, request).envelope(),
							List.of(new ForwardResp.Outcome(i, ForwardResp.Kind.DONE, 1, large, null, ""))));
				}
				super.requestReceived(nodeId, request, answers);
			}

		};
		try (generous; FakeOpener two = new FakeOpener(generous.port())) {
			FakeOpener.Stream stream = two.open(2, 7, 1);
			stream.receive();
			stream.send(TestMessages.request(2, 1, 10));
			generous.awaitRequests(1);
			for (int i = 0; i < count; i++) {
				assertThat(stream.receive().getForwardResp().getOutcomes(0).getTaskId()).isEqualTo(i);
			}
			assertThat(stream.receive().hasAppendResp()).isTrue();
		}
	}

}
