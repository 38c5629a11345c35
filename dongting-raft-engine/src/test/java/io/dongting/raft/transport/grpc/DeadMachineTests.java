package io.dongting.raft.transport.grpc;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Machines that are gone without a word: no packet says that their connections have
 * ended.
 */
class DeadMachineTests {

	private static final LinkTiming SUSPICIOUS = new LinkTiming(Duration.ofMillis(10), Duration.ofMillis(50),
			RecordingListener.PATIENCE, Duration.ofMillis(100), Duration.ofSeconds(1));

	private final CapturedLog log = new CapturedLog();

	@AfterEach
	void closeLog() {
		this.log.close();
	}

	@Test
	void theNodeThatWasConnectedToFindsOut() throws Exception {
		try (TestNode one = new TestNode(1, 1, 0, SUSPICIOUS);
				TestNode two = new TestNode(2);
				FreezingProxy network = new FreezingProxy(one.address())) {
			two.transport().connect(1, network.address());
			two.await("linkOpened 1");
			assertThat(one.events()).isEmpty();
			network.freeze();
			one.await("connectionLost 2");
			assertThat(two.events()).containsExactly("linkOpened 1");
		}
	}

	@Test
	void theNodeThatHadConnectedFindsOut() throws Exception {
		try (TestNode one = new TestNode(1);
				TestNode two = new TestNode(2, 1, 0, SUSPICIOUS);
				FreezingProxy network = new FreezingProxy(one.address())) {
			two.transport().connect(1, network.address());
			two.await("linkOpened 1");
			network.freeze();
			two.await("linkClosed 1");
			assertThat(one.events()).isEmpty();
			two.link(one);
		}
	}

}
