package io.dongting.raft.transport.grpc;

import java.io.IOException;
import java.io.InputStream;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrpcCredentialsTests {

	@Test
	void nodesThatTrustEachOtherTalkOverTls() throws IOException {
		try (TestNode one = secured(1, "node"); TestNode two = secured(2, "node")) {
			one.link(two);
			two.link(one);
			one.send(2, 1, 100_000);
			two.send(1, 2, 100_000);
			one.awaitAnswers(1);
			two.awaitAnswers(1);
		}
	}

	@Test
	void whoShowsNoTrustedCertificateIsNotLetIn() throws IOException {
		try (CapturedLog log = new CapturedLog();
				TestNode one = secured(1, "node");
				TestNode stranger = secured(2, "stranger");
				TestNode plain = new TestNode(3)) {
			stranger.transport().connect(1, one.address());
			plain.transport().connect(1, one.address());
			one.transport().connect(2, stranger.address());
			log.awaitWarnings(3);
			assertThat(one.events()).isEmpty();
			assertThat(stranger.events()).isEmpty();
			assertThat(plain.events()).isEmpty();
		}
	}

	private static TestNode secured(int nodeId, String identity) throws IOException {
		ServerCredentials server = TlsServerCredentials.newBuilder()
			.keyManager(resource(identity + ".pem"), resource(identity + ".key"))
			.trustManager(resource("ca.pem"))
			.clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
			.build();
		ChannelCredentials channel = TlsChannelCredentials.newBuilder()
			.keyManager(resource(identity + ".pem"), resource(identity + ".key"))
			.trustManager(resource("ca.pem"))
			.build();
		return new TestNode(nodeId, 1, 0, TestNode.TIMING, new GrpcCredentials(server, channel));
	}

	private static InputStream resource(String name) {
		InputStream resource = GrpcCredentialsTests.class.getResourceAsStream("/tls/" + name);
		assertThat(resource).as(name).isNotNull();
		return resource;
	}

}
