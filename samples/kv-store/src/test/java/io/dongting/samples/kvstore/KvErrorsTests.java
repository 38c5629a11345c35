package io.dongting.samples.kvstore;

import java.nio.charset.StandardCharsets;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.spring.RaftContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * What the web says when the store has no answer.
 */
class KvErrorsTests {

	@ParameterizedTest
	@EnumSource(value = Reason.class, mode = Mode.EXCLUDE, names = "TOO_LARGE")
	void whatWasNotExecutedMayBeRepeated(Reason reason) {
		putTo(new FailingStore(new NotExecutedException(reason, "refused"))).expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.valueEquals(HttpHeaders.RETRY_AFTER, "1")
			.expectBody()
			.json("{\"outcome\":\"not-executed\"}");
	}

	@Test
	void aCommandTooLargeForTheLogIsTooLarge() {
		putTo(new FailingStore(new NotExecutedException(Reason.TOO_LARGE, "too large for the log"))).expectStatus()
			.isEqualTo(413)
			.expectBody()
			.jsonPath("$.message")
			.isEqualTo("too large for the log");
	}

	@Test
	void anUnknownOutcomeIsSaidSo() {
		putTo(new FailingStore(new OutcomeUnknownException("no answer"))).expectStatus()
			.isEqualTo(504)
			.expectHeader()
			.doesNotExist(HttpHeaders.RETRY_AFTER)
			.expectBody()
			.json("{\"outcome\":\"unknown\"}");
	}

	private static RestTestClient.ResponseSpec putTo(KvStore store) {
		return RestTestClient.bindToController(new KvController(store))
			.configureServer((server) -> server.setControllerAdvice(new KvErrors()))
			.build()
			.put()
			.uri("/kv/key")
			.body("value".getBytes(StandardCharsets.UTF_8))
			.exchange();
	}

	/**
	 * Stands for the proxy of a store whose group has no answer.
	 */
	private static final class FailingStore extends KvStore {

		private final RuntimeException failure;

		private FailingStore(RuntimeException failure) {
			this.failure = failure;
		}

		@Override
		public long put(String key, String value, RaftContext context) {
			throw this.failure;
		}

	}

}
