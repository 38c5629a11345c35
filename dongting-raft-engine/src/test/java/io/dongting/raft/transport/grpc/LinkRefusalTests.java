package io.dongting.raft.transport.grpc;

import java.net.ServerSocket;
import java.time.Duration;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.wire.Wire;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that are not whom or what a node expects.
 */
class LinkRefusalTests {

	private final CapturedLog log = new CapturedLog();

	private final TestNode one = new TestNode(1);

	@AfterEach
	void close() {
		this.one.close();
		this.log.close();
	}

	@Test
	void anotherNodeAtTheAddressIsRefusedAndNamedOnce() throws Exception {
		try (FakePeer peer = FakePeer.that(3, Handshake.PROTOCOL_VERSION)) {
			connectAndRetry(peer);
			assertThat(this.log.errors()).containsExactly("There is no link from node 1 to node 2 at " + peer.address()
					+ ": node 2 is expected at " + peer.address() + " by node 1, but node 3 answers there");
			assertThat(this.one.refusals())
				.containsExactly("node 2 is expected at " + peer.address() + " by node 1, but node 3 answers there");
		}
	}

	@Test
	void aPeerWithTheSameNodeIdIsRefused() throws Exception {
		try (FakePeer peer = FakePeer.that(1, Handshake.PROTOCOL_VERSION)) {
			connectAndRetry(peer);
			assertThat(this.log.errors()).singleElement()
				.asString()
				.contains("node 2 is expected")
				.contains("calls itself node 1 as this one does");
		}
	}

	@Test
	void aPeerThatSpeaksAnotherVersionIsRefused() throws Exception {
		try (FakePeer peer = FakePeer.that(2, 7)) {
			connectAndRetry(peer);
			assertThat(this.log.errors()).singleElement()
				.asString()
				.contains("node 2 at " + peer.address() + " speaks version 7 of the protocol, node 1 speaks version 1");
		}
	}

	/**
	 * Two Hellos more than the refused one show that it is tried again, and not logged
	 * again.
	 */
	private void connectAndRetry(FakePeer peer) throws InterruptedException {
		this.one.transport().connect(2, peer.address());
		for (int i = 0; i < 3; i++) {
			peer.nextCall();
		}
		assertThat(this.one.events()).isEmpty();
		assertThat(this.one.transport().send(2, TestMessages.request(1, 1, 10))).isFalse();
	}

	@Test
	void whoAnswersInsteadIsToldInItsOwnLogToo() {
		try (TestNode three = new TestNode(3)) {
			this.one.transport().connect(2, three.address());
			this.log.awaitErrors(2);
			assertThat(this.log.errors()).anySatisfy((error) -> assertThat(error)
				.contains("node 1 at 127.0.0.1 wants to reach node 2, but this is node 3"));
		}
	}

	@Test
	void aRefusedLinkOpensOnceTheRightNodeIsThere() {
		TestNode three = new TestNode(3);
		int port = three.port();
		this.one.transport().connect(2, new HostPort("localhost", port));
		this.log.awaitErrors(1);
		three.close();
		try (TestNode two = new TestNode(2, 1, port, TestNode.TIMING)) {
			this.one.await("linkOpened 2");
			assertThat(two.events()).isEmpty();
		}
	}

	@Test
	void anAnswerThatIsNoneEndsTheLink() throws Exception {
		try (FakePeer peer = FakePeer.that(2, Handshake.PROTOCOL_VERSION)) {
			this.one.transport().connect(2, peer.address());
			peer.nextCall().sendMessage(Wire.Frame.getDefaultInstance());
			this.one.await("linkClosed 2");
			this.one.await("linkOpened 2", 2);
			assertThat(this.log.errors()).singleElement().asString().contains("sent something that is no answer");
		}
	}

	@Test
	void theEndOfAStreamEndsTheLinkAndItIsOpenedAnew() throws Exception {
		try (FakePeer peer = FakePeer.that(2, Handshake.PROTOCOL_VERSION)) {
			this.one.transport().connect(2, peer.address());
			ServerCall<byte[], Wire.Frame> call = peer.nextCall();
			this.one.await("linkOpened 2");
			call.close(Status.ABORTED.withDescription("as planned"), new Metadata());
			this.one.await("linkClosed 2");
			this.one.await("linkOpened 2", 2);
			assertThat(this.log.warnings()).singleElement().asString().endsWith("as planned");
		}
	}

	@Test
	void aPeerThatIsSilentIsGone() throws Exception {
		LinkTiming suspicious = new LinkTiming(Duration.ofMillis(10), Duration.ofMillis(50), RecordingListener.PATIENCE,
				Duration.ofMillis(10), Duration.ofMillis(100));
		try (FakePeer peer = FakePeer.thatAnswersNoPing(2); TestNode five = new TestNode(5, 1, 0, suspicious)) {
			five.transport().connect(2, peer.address());
			five.await("linkOpened 2");
			five.await("linkClosed 2");
			five.await("linkOpened 2", 2);
			assertThat(this.log.warnings()).anySatisfy((warning) -> assertThat(warning).contains("ping"));
		}
	}

	@Test
	void aPeerThatAnswersPingsIsThere() throws Exception {
		LinkTiming curious = new LinkTiming(Duration.ofMillis(10), Duration.ofMillis(50), RecordingListener.PATIENCE,
				Duration.ofMillis(1), RecordingListener.PATIENCE);
		try (TestNode five = new TestNode(5, 1, 0, curious)) {
			five.link(this.one);
			for (int i = 1; i <= 2000; i++) {
				five.send(1, i, 100);
				five.awaitAnswers(i);
			}
			assertThat(five.events()).containsExactly("linkOpened 1");
		}
	}

	@Test
	void aPeerThatNeverSaysHelloIsTriedAgain() throws Exception {
		LinkTiming hasty = new LinkTiming(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100),
				RecordingListener.PATIENCE, RecordingListener.PATIENCE);
		try (ServerSocket mute = new ServerSocket(0); TestNode five = new TestNode(5, 1, 0, hasty)) {
			five.transport().connect(2, new HostPort("localhost", mute.getLocalPort()));
			for (int i = 0; i < 3; i++) {
				mute.accept();
			}
			assertThat(five.events()).isEmpty();
		}
	}

}
