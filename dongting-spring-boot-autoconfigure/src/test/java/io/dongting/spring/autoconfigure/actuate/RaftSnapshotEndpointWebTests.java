package io.dongting.spring.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftGroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Tests for the endpoint {@code raftsnapshot} over HTTP.
 */
@OperatedApplicationTest
class RaftSnapshotEndpointWebTests {

	private final Operations operations;

	private final RaftGroup group;

	@Autowired
	RaftSnapshotEndpointWebTests(RestTestClient client, RaftGroups groups) {
		this.operations = new Operations(client, "/actuator/raftsnapshot/");
		this.group = groups.get("kv");
	}

	@BeforeEach
	void renewGroup() {
		OperatedApplication.renew(this.group);
	}

	@Test
	void savesASnapshot() {
		given(this.group.saveSnapshot(Duration.ofSeconds(60))).willReturn(CompletableFuture.completedFuture(99L));
		this.operations.post("kv", "{}").answers(200, """
				{ "group": "kv", "nodeId": 1, "result": "SAVED", "index": 99 }""");
	}

	@Test
	void savesASnapshotWithinTheTimeout() {
		given(this.group.saveSnapshot(Duration.ofSeconds(5))).willReturn(CompletableFuture.completedFuture(100L));
		this.operations.post("kv", """
				{ "timeout": "5s" }""").answers(200, """
				{ "group": "kv", "nodeId": 1, "result": "SAVED", "index": 100 }""");
	}

	@Test
	void saysWhyThereIsNoSnapshot() {
		given(this.group.saveSnapshot(any())).willReturn(failed(new UnsupportedOperationException("It has none.")));
		this.operations.post("kv", "{}").answers(409, """
				{ "error": "Conflict", "result": "NOT_SUPPORTED", "message": "It has none." }""");
		given(this.group.saveSnapshot(any())).willReturn(failed(new OutcomeUnknownException("Too slow.")));
		this.operations.post("kv", "{}").answers(504, """
				{ "error": "Gateway Timeout", "result": "OUTCOME_UNKNOWN", "message": "Too slow." }""");
		given(this.group.saveSnapshot(any()))
			.willReturn(failed(new NotExecutedException(NotExecutedException.Reason.STOPPED, "It has stopped.")));
		this.operations.post("kv", "{}").answers(503, """
				{ "error": "Service Unavailable", "result": "STOPPED", "message": "It has stopped." }""");
		given(this.group.saveSnapshot(any())).willReturn(failed(new RaftException("It cannot be written.")));
		this.operations.post("kv", "{}").answers(500, """
				{ "error": "Internal Server Error", "result": "FAILED", "message": "It cannot be written." }""");
	}

	@Test
	void marksTheLogBeforeAnIndex() {
		this.operations.delete("kv?beforeIndex=50").answers(200, """
				{ "group": "kv", "nodeId": 1, "result": "MARKED", "beforeIndex": 50 }""");
		then(this.group).should().markTruncateByIndex(50, Duration.ZERO);
	}

	@Test
	void marksTheLogBeforeATime() {
		Instant time = Instant.parse("2026-01-02T03:04:05Z");
		String answer = """
				{ "group": "kv", "nodeId": 1, "result": "MARKED", "before": "2026-01-02T03:04:05Z" }""";
		this.operations.delete("kv?before=2026-01-02T03:04:05Z").answers(200, answer);
		then(this.group).should().markTruncateByTimestamp(time.toEpochMilli(), Duration.ZERO);
		OperatedApplication.renew(this.group);
		this.operations.delete("kv?before=" + time.toEpochMilli()).answers(200, answer);
		then(this.group).should().markTruncateByTimestamp(time.toEpochMilli(), Duration.ZERO);
	}

	@Test
	void anUnknownGroupIsNotFound() {
		String answer = """
				{ "error": "Not Found", "result": "NO_SUCH_GROUP", "message": "This node has no Raft group 'other'." }""";
		this.operations.post("other", "{}").answers(404, answer);
		this.operations.delete("other?beforeIndex=50").answers(404, answer);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			kv                            | 'beforeIndex' is missing
			kv?beforeIndex=0              | 'beforeIndex' has to be a positive number
			kv?beforeIndex=x              | 'beforeIndex' has to be a positive number
			kv?before=yesterday           | 'before' has to be a time
			kv?beforeIndex=5&before=12345 | 'beforeIndex' and 'before' cannot both be given
			""")
	void aBadValueIsRefused(String path, String message) {
		this.operations.delete(path).refuses(message);
		assertNothingWasDone();
	}

	@Test
	void aBadTimeoutIsRefused() {
		this.operations.post("kv", """
				{ "timeout": "soon" }""").refuses("'timeout' has to be a duration");
		assertNothingWasDone();
	}

	@Test
	void otherRequestsHaveTheAnswersOfTheFramework() {
		this.operations.post("kv", "{").hasStatus(400);
		this.operations.get("kv").hasStatus(405);
		this.operations.postText("kv", "{}").hasStatus(415);
		assertNothingWasDone();
	}

	private void assertNothingWasDone() {
		then(this.group).should(never()).saveSnapshot(any());
		then(this.group).should(never()).markTruncateByIndex(anyLong(), any());
		then(this.group).should(never()).markTruncateByTimestamp(anyLong(), any());
	}

	private static CompletableFuture<Long> failed(RuntimeException failure) {
		return CompletableFuture.failedFuture(failure);
	}

}
