package io.dongting.samples.kvstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that no HTTP client would send, byte by byte.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "dongting.raft.storage=memory")
class OversizedBodyTests {

	@LocalServerPort
	private int port;

	@Test
	void aBodyAnnouncedTooLargeIsRefusedBeforeItIsSent() throws IOException {
		assertThat(statusOf("PUT /kv/large HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000000\r\n\r\n"))
			.startsWith("HTTP/1.1 413");
	}

	@Test
	void aClientThatWaitsIsRefusedInsteadOfToldToGoOn() throws IOException {
		assertThat(statusOf("POST /kv/large/append HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000000\r\n"
				+ "Expect: 100-continue\r\n\r\n"))
			.startsWith("HTTP/1.1 413");
	}

	@Test
	void aBodyThatNeverEndsIsRefusedOnceItIsTooLarge() throws IOException {
		String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
		assertThat(statusOf(
				"PUT /kv/large HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(17)))
			.startsWith("HTTP/1.1 413");
	}

	@Test
	void aBodyInBrokenChunksIsRefused() throws IOException {
		assertThat(statusOf(
				"PUT /kv/broken HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n"))
			.startsWith("HTTP/1.1 400");
	}

	private String statusOf(String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			OutputStream output = socket.getOutputStream();
			output.write(request.getBytes(StandardCharsets.US_ASCII));
			output.flush();
			return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
		}
	}

}
