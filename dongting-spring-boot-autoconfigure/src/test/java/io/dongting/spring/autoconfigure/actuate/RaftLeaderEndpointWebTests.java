package io.dongting.spring.autoconfigure.actuate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import io.dongting.raft.TransferRequest;
import io.dongting.spring.RaftGroups;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Tests for the endpoint {@code raftleader} over HTTP.
 */
@OperatedApplicationTest
class RaftLeaderEndpointWebTests {

	private final Operations operations;

	private final RaftGroup group;

	@Autowired
	RaftLeaderEndpointWebTests(RestTestClient client, RaftGroups groups) {
		this.operations = new Operations(client, "/actuator/raftleader/");
		this.group = groups.get("kv");
	}

	@BeforeEach
	void renewGroup() {
		OperatedApplication.renew(this.group);
	}

	@Test
	void handsOverToTheNamedNode() {
		given(this.group.transferLeadership(TransferRequest.to(2, Duration.ofSeconds(5))))
			.willReturn(outcome(Result.TRANSFERRED, 2, "Node 2 leads."));
		this.operations.post("kv", """
				{ "nodeId": 2, "timeout": "5s" }""").answers(200, """
				{ "group": "kv", "result": "TRANSFERRED", "leaderId": 2, "message": "Node 2 leads." }""");
	}

	@Test
	void handsOverToTheBestFollowerWhenNoneIsNamed() {
		given(this.group.transferLeadership(TransferRequest.toBestFollower(Duration.ofSeconds(10))))
			.willReturn(outcome(Result.TRANSFERRED, 3, "Node 3 leads."));
		this.operations.post("kv", "{}").answers(200, """
				{ "group": "kv", "result": "TRANSFERRED", "leaderId": 3, "message": "Node 3 leads." }""");
	}

	@Test
	void isDoneWhenTheNodeLeadsAlready() {
		given(this.group.transferLeadership(TransferRequest.to(1, Duration.ofSeconds(10))))
			.willReturn(outcome(Result.ALREADY_LEADER, 1, "Node 1 leads."));
		this.operations.post("kv", """
				{ "nodeId": 1 }""").answers(200, """
				{ "group": "kv", "result": "ALREADY_LEADER", "leaderId": 1, "message": "Node 1 leads." }""");
	}

	@ParameterizedTest
	@EnumSource(names = { "NOT_VOTER", "LAGGING", "CONFIG_CHANGE_IN_PROGRESS", "TRANSFER_IN_PROGRESS", "UNREACHABLE",
			"LEADER_CHANGED", "CANCELLED" })
	void isAConflictWhenTheNodeDidNotTakeOver(Result result) {
		given(this.group.transferLeadership(any())).willReturn(outcome(result, 1, "Why."));
		this.operations.post("kv", """
				{ "nodeId": 4 }""").answers(409, """
				{ "error": "Conflict", "result": "%s", "message": "Why." }""".formatted(result));
	}

	@Test
	void isATimeoutWhenTheTimeWasOver() {
		given(this.group.transferLeadership(any())).willReturn(outcome(Result.TIMED_OUT, 0, "Too slow."));
		this.operations.post("kv", "{}").answers(504, """
				{ "error": "Gateway Timeout", "result": "TIMED_OUT", "message": "Too slow." }""");
	}

	@Test
	void isUnavailableWithoutALeader() {
		given(this.group.transferLeadership(any())).willReturn(CompletableFuture
			.failedFuture(new NotExecutedException(NotExecutedException.Reason.NO_LEADER, "Nobody leads.")));
		this.operations.post("kv", "{}").answers(503, """
				{ "error": "Service Unavailable", "result": "NO_LEADER", "message": "Nobody leads." }""");
	}

	@Test
	void anUnknownGroupIsNotFound() {
		this.operations.post("other", "{}")
			.answers(404,
					"""
							{ "error": "Not Found", "result": "NO_SUCH_GROUP", "message": "This node has no Raft group 'other'." }""");
	}

	@Test
	void anUnknownNodeIsNotFound() {
		this.operations.post("kv", """
				{ "nodeId": 9 }""").answers(404, """
				{ "error": "Not Found", "result": "NO_SUCH_NODE",
					"message": "Node 9 is not among the nodes [1, 2, 3, 4, 5, 6, 7]." }""");
		assertNothingWasDone();
	}

	@Test
	void aBadNodeIsRefused() {
		this.operations.post("kv", """
				{ "nodeId": "two" }""").answers(400, """
				{ "error": "Bad Request", "result": "BAD_VALUE",
					"message": "'nodeId' has to be a node id, which is a positive number, not 'two'." }""");
		assertNothingWasDone();
	}

	@Test
	void aBadTimeoutIsRefused() {
		this.operations.post("kv", """
				{ "nodeId": 2, "timeout": "soon" }""").answers(400, """
				{ "error": "Bad Request", "result": "BAD_VALUE",
					"message": "'timeout' has to be a duration such as 5s, not 'soon'." }""");
		this.operations.post("kv", """
				{ "nodeId": 2, "timeout": "11m" }""").answers(400, """
				{ "error": "Bad Request", "result": "BAD_VALUE",
					"message": "'timeout' has to be from 1ms to 600s, not '11m'." }""");
		assertNothingWasDone();
	}

	@Test
	void theAnswerNamesTheGroupThatWasActedOn() {
		given(this.group.transferLeadership(any())).willReturn(outcome(Result.TRANSFERRED, 2, "Node 2 leads."));
		this.operations.post("other", """
				{ "group": "kv" }""").answers(200, """
				{ "group": "kv", "result": "TRANSFERRED", "leaderId": 2, "message": "Node 2 leads." }""");
	}

	@Test
	void otherRequestsHaveTheAnswersOfTheFramework() {
		this.operations.post("kv", "{").hasStatus(400);
		this.operations.post("kv", "[]").hasStatus(400);
		this.operations.get("kv").hasStatus(405);
		this.operations.delete("kv").hasStatus(405);
		this.operations.postText("kv", "{}").hasStatus(415);
		assertNothingWasDone();
	}

	private void assertNothingWasDone() {
		then(this.group).should(never()).transferLeadership(any());
	}

	private static CompletableFuture<TransferOutcome> outcome(Result result, int leaderId, String message) {
		return CompletableFuture.completedFuture(new TransferOutcome(result, leaderId, message));
	}

}
