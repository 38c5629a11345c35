package io.dongting.raft.transport.grpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.dongting.raft.HostPort;
import io.dongting.raft.InvalidConfigurationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MutualTlsTests {

	/** What an HTTP/2 client sends first (RFC 9113, section 3.4). */
	private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

	/** The type of the record that begins a handshake (RFC 8446, section 5.1). */
	private static final int HANDSHAKE = 22;

	/** The type of the record that says what is wrong (RFC 8446, section 5.1). */
	private static final int ALERT = 21;

	@Test
	void nodesThatTrustEachOtherTalk() {
		try (TestNode one = secured(1, tls("node", "ca")); TestNode two = secured(2, tls("node", "ca"))) {
			talk(one, two);
		}
	}

	@Test
	void strangerIsRefusedByThoseItTrustsItself() {
		try (CapturedLog log = new CapturedLog();
				TestNode one = secured(1, tls("node", "ca"));
				TestNode stranger = secured(2, tls("stranger", "ca", "stranger"))) {
			stranger.transport().connect(1, one.address());
			one.transport().connect(2, stranger.address());
			log.awaitWarnings(2);
			assertThat(log.warnings())
				.anySatisfy((text) -> assertThat(text)
					.endsWith("(unable to find valid certification path to requested target)"))
				.noneSatisfy((text) -> assertThat(text).contains("Pipeline"));
			assertThat(one.events()).isEmpty();
			assertThat(stranger.events()).isEmpty();
		}
	}

	@Test
	void strangerIsRefusedThatShowsACertificateNobodyAskedFor() throws IOException {
		try (TestNode one = secured(1, tls("node", "ca"));
				SSLSocket stranger = TestTls.obstinateClient("stranger", one.port());
				SSLSocket node = TestTls.obstinateClient("node", one.port())) {
			assertThat(answerToPreface(node)).isNotNegative();
			assertThatExceptionOfType(SSLException.class).isThrownBy(() -> answerToPreface(stranger))
				.withMessageContaining("fatal alert");
		}
	}

	private static int answerToPreface(Socket socket) throws IOException {
		socket.setSoTimeout((int) RecordingListener.PATIENCE.toMillis());
		socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
		return socket.getInputStream().read();
	}

	@Test
	void nodesWithAndWithoutTlsRefuseEachOther() {
		try (CapturedLog log = new CapturedLog();
				TestNode one = secured(1, tls("node", "ca"));
				TestNode plain = new TestNode(2)) {
			plain.transport().connect(1, one.address());
			one.transport().connect(2, plain.address());
			log.awaitWarnings(2);
			assertThat(one.events()).isEmpty();
			assertThat(plain.events()).isEmpty();
		}
	}

	@Test
	void nodeSendsNothingButAHandshakeToWhoeverAccepts() throws IOException {
		try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				TestNode one = secured(1, tls("node", "ca"))) {
			port.setSoTimeout((int) RecordingListener.PATIENCE.toMillis());
			one.transport().connect(2, new HostPort("localhost", port.getLocalPort()));
			try (Socket socket = port.accept()) {
				socket.setSoTimeout((int) RecordingListener.PATIENCE.toMillis());
				InputStream in = socket.getInputStream();
				assertThat(in.read()).isEqualTo(HANDSHAKE);
				byte[] header = in.readNBytes(4);
				byte[] hello = in.readNBytes((header[2] & 0xff) << 8 | (header[3] & 0xff));
				socket.shutdownOutput();
				byte[] rest = in.readAllBytes();
				assertThat(hello).isNotEmpty();
				assertThat(rest.length == 0 || rest[0] == ALERT).as("what follows").isTrue();
			}
		}
	}

	@Test
	void nodeAnswersPlainTextWithNothingButAnAlert() throws IOException {
		try (TestNode one = secured(1, tls("node", "ca"));
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), one.port())) {
			socket.setSoTimeout((int) RecordingListener.PATIENCE.toMillis());
			socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
			byte[] answer = socket.getInputStream().readAllBytes();
			assertThat(answer.length == 0 || answer[0] == ALERT).as("the answer").isTrue();
			assertThat(one.events()).isEmpty();
		}
	}

	@Test
	void certificateHasToNameTheHostThatWasCalled() {
		try (CapturedLog log = new CapturedLog();
				TestNode one = secured(1, tls("node", "ca", "elsewhere"));
				TestNode elsewhere = secured(2, tls("elsewhere", "ca"))) {
			one.transport().connect(2, elsewhere.address());
			log.awaitWarnings(1);
			assertThat(log.warnings().get(0)).contains("No subject alternative DNS name matching localhost");
			assertThat(one.events()).isEmpty();
			elsewhere.link(one);
		}
	}

	@Test
	void hostIsNotComparedWhereThatIsNotWanted() {
		MutualTls careless = new MutualTls(TestTls.material("node", "ca", "elsewhere"), HostVerification.NONE);
		try (TestNode one = secured(1, careless); TestNode elsewhere = secured(2, tls("elsewhere", "ca"))) {
			talk(one, elsewhere);
		}
	}

	@Test
	void strangerIsRefusedByThoseThatDoNotCompareHosts() {
		MutualTls careless = new MutualTls(TestTls.material("node", "ca"), HostVerification.NONE);
		try (CapturedLog log = new CapturedLog();
				TestNode one = secured(1, careless);
				TestNode stranger = secured(2, tls("stranger", "ca", "stranger"))) {
			one.transport().connect(2, stranger.address());
			stranger.transport().connect(1, one.address());
			log.awaitWarnings(2);
			assertThat(one.events()).isEmpty();
			assertThat(stranger.events()).isEmpty();
		}
	}

	@Test
	void replacedMaterialIsUsedForNewConnectionsInBothDirections() {
		MutualTls first = tls("stranger", "stranger");
		try (CapturedLog log = new CapturedLog();
				TestNode one = secured(1, first);
				TestNode two = secured(2, tls("node", "ca"))) {
			one.transport().connect(2, two.address());
			two.transport().connect(1, one.address());
			log.awaitWarnings(2);
			assertThat(one.events()).isEmpty();
			assertThat(two.events()).isEmpty();
			first.replace(TestTls.material("node", "ca"));
			one.await("linkOpened 2");
			two.await("linkOpened 1");
		}
	}

	@Test
	void replacedMaterialShutsOutWhoIsNoLongerTrusted() {
		MutualTls first = tls("node", "ca", "stranger");
		try (CapturedLog log = new CapturedLog();
				TestNode one = secured(1, first);
				TestNode two = secured(2, tls("stranger", "ca"))) {
			two.link(one);
			first.replace(TestTls.material("node", "ca"));
			two.send(1, 1, 1000);
			two.awaitAnswers(1);
			two.transport().disconnect(1).toCompletableFuture().join();
			two.transport().connect(1, one.address());
			log.awaitWarnings(1);
			assertThat(two.count("linkOpened 1")).isOne();
		}
	}

	@Test
	void materialThatCannotBeUsedChangesNothing() {
		MutualTls first = tls("node", "ca");
		TlsMaterial unusable = TestTls.material(List.of("TLS_NO_SUCH_CIPHER"), "node", "ca");
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> first.replace(unusable))
			.withMessageContaining("There can be no TLS");
		try (TestNode one = secured(1, first); TestNode two = secured(2, tls("node", "ca"))) {
			talk(one, two);
		}
	}

	private static void talk(TestNode one, TestNode two) {
		one.link(two);
		two.link(one);
		one.send(2, 1, 100_000);
		two.send(1, 2, 100_000);
		one.awaitAnswers(1);
		two.awaitAnswers(1);
	}

	private static MutualTls tls(String identity, String... trusted) {
		return new MutualTls(TestTls.material(identity, trusted), HostVerification.REQUIRED);
	}

	private static TestNode secured(int nodeId, MutualTls tls) {
		return new TestNode(nodeId, 1, 0, TestNode.TIMING, tls.credentials());
	}

}
