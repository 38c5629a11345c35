package io.dongting.spring.autoconfigure.actuate;

import java.util.concurrent.CompletableFuture;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.spring.actuate.operation.Failure;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.server.RuntimeServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.never;

/**
 * Tests for the endpoint {@code raftgroups} over HTTP.
 */
@OperatedApplicationTest
class RaftGroupsEndpointWebTests {

	private final Operations operations;

	private final RuntimeServer server;

	@Autowired
	RaftGroupsEndpointWebTests(RestTestClient client, RuntimeServer server) {
		this.operations = new Operations(client, "/actuator/raftgroups/");
		this.server = server;
	}

	@BeforeEach
	void renewServer() {
		OperatedApplication.renew(this.server);
	}

	@Test
	void addsAGroup() {
		given(this.server.addGroup("orders", 7, NodeSets.of(1, 2, 3), NodeSets.of(4)))
			.willReturn(CompletableFuture.completedFuture(7));
		this.operations.post("orders", """
				{ "id": 7, "members": "1,2,3", "observers": "4" }""").answers(200, """
				{ "group": "orders", "groupId": 7, "result": "ADDED" }""");
	}

	@Test
	void theNumberFollowsFromTheNameWhenItIsNotGiven() {
		given(this.server.addGroup("orders", null, NodeSets.of(1, 2, 3), NodeSets.of()))
			.willReturn(CompletableFuture.completedFuture(4711));
		this.operations.post("orders", """
				{ "members": "1,2,3" }""").answers(200, """
				{ "group": "orders", "groupId": 4711, "result": "ADDED" }""");
	}

	@Test
	void removesAGroup() {
		willReturn(CompletableFuture.completedFuture(null)).given(this.server).removeGroup("orders");
		this.operations.delete("orders").answers(200, """
				{ "group": "orders", "result": "REMOVED" }""");
	}

	@Test
	void saysWhatStandsAgainstIt() {
		given(this.server.addGroup(any(), any(), any(), any())).willReturn(CompletableFuture
			.failedFuture(new OperationFailedException(Failure.CONFLICT, "NO_STATE_MACHINE", "There is none.")));
		this.operations.post("orders", """
				{ "members": "1" }""").answers(409, """
				{ "error": "Conflict", "result": "NO_STATE_MACHINE", "message": "There is none." }""");
		willReturn(CompletableFuture
			.failedFuture(new OperationFailedException(Failure.NOT_FOUND, "NO_SUCH_GROUP", "Which one?")))
			.given(this.server)
			.removeGroup("orders");
		this.operations.delete("orders").answers(404, """
				{ "error": "Not Found", "result": "NO_SUCH_GROUP", "message": "Which one?" }""");
	}

	@Test
	void aNameThatNoGroupCanHaveIsRefused() {
		given(this.server.addGroup(any(), any(), any(), any()))
			.willThrow(new InvalidConfigurationException("name", "It is no name."));
		this.operations.post("Orders!", """
				{ "members": "1" }""").refuses("Invalid 'name': It is no name.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{ }                                | 'members' is missing
			{ "members": "1,x" }               | 'members' has to be a comma list
			{ "members": "1", "observers": 0 } | 'observers' has to be a comma list
			{ "members": "1", "id": "seven" }  | 'id' has to be a group id
			{ "members": "1", "id": 0 }        | 'id' has to be a group id
			""")
	void aBadValueIsRefused(String body, String message) {
		this.operations.post("orders", body).refuses(message);
		assertNothingWasDone();
	}

	@Test
	void theAnswerNamesTheGroupThatWasActedOn() {
		given(this.server.addGroup("orders", 7, NodeSets.of(1), NodeSets.of()))
			.willReturn(CompletableFuture.completedFuture(7));
		this.operations.post("other", """
				{ "name": "orders", "id": 7, "members": "1" }""").answers(200, """
				{ "group": "orders", "groupId": 7, "result": "ADDED" }""");
	}

	@Test
	void otherRequestsHaveTheAnswersOfTheFramework() {
		this.operations.post("orders", "{").hasStatus(400);
		this.operations.get("orders").hasStatus(405);
		this.operations.postText("orders", "{}").hasStatus(415);
		assertNothingWasDone();
	}

	private void assertNothingWasDone() {
		then(this.server).should(never()).addGroup(any(), any(), any(), any());
		then(this.server).should(never()).removeGroup(any());
	}

}
