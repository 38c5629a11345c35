package io.dongting.spring.autoconfigure.actuate;

import java.util.concurrent.CompletableFuture;

import io.dongting.raft.HostPort;
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
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.never;

/**
 * Tests for the endpoint {@code raftnodes} over HTTP.
 */
@OperatedApplicationTest
class RaftNodesEndpointWebTests {

	private final Operations operations;

	private final RuntimeServer server;

	@Autowired
	RaftNodesEndpointWebTests(RestTestClient client, RuntimeServer server) {
		this.operations = new Operations(client, "/actuator/raftnodes");
		this.server = server;
	}

	@BeforeEach
	void renewServer() {
		OperatedApplication.renew(this.server);
	}

	@Test
	void showsTheNodes() {
		this.operations.get("").answers(200, """
				{
					"nodeId": 1,
					"nodes": [
						{ "nodeId": 1, "address": "10.0.0.1:9331", "self": true, "configured": true, "linked": false },
						{ "nodeId": 2, "address": "10.0.0.2:9331", "self": false, "configured": true, "linked": true },
						{ "nodeId": 7, "address": "10.0.0.7:9331", "self": false, "configured": false, "linked": false,
							"problem": "It says that it is node 8." }
					]
				}""");
	}

	@Test
	void addsANode() {
		willReturn(CompletableFuture.completedFuture(null)).given(this.server)
			.addNode(4, new HostPort("10.0.0.4", 9331));
		this.operations.post("/4", """
				{ "address": "10.0.0.4:9331" }""").answers(200, """
				{ "nodeId": 4, "result": "ADDED" }""");
	}

	@Test
	void removesANode() {
		willReturn(CompletableFuture.completedFuture(null)).given(this.server).removeNode(4);
		this.operations.delete("/4").answers(200, """
				{ "nodeId": 4, "result": "REMOVED" }""");
	}

	@Test
	void saysWhatStandsAgainstIt() {
		willReturn(CompletableFuture
			.failedFuture(new OperationFailedException(Failure.CONFLICT, "NODE_IN_USE", "Group 'kv' has it.")))
			.given(this.server)
			.removeNode(2);
		this.operations.delete("/2").answers(409, """
				{ "error": "Conflict", "result": "NODE_IN_USE", "message": "Group 'kv' has it." }""");
		willReturn(CompletableFuture
			.failedFuture(new OperationFailedException(Failure.NOT_FOUND, "NO_SUCH_NODE", "Which one?")))
			.given(this.server)
			.removeNode(5);
		this.operations.delete("/5").answers(404, """
				{ "error": "Not Found", "result": "NO_SUCH_NODE", "message": "Which one?" }""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			/4    | { }                            | 'address' is missing
			/4    | { "address": "" }              | 'address' has to be an address
			/4    | { "address": "10.0.0.4" }      | Invalid 'address'
			/4    | { "address": "10.0.0.4:0" }    | 'address' has to have a port
			/4    | { "address": "10.0.0.4:77777" } | Invalid 'port'
			/four | { "address": "10.0.0.4:9331" } | 'id' has to be a node id
			/0    | { "address": "10.0.0.4:9331" } | 'id' has to be a node id
			""")
	void aBadValueIsRefused(String path, String body, String message) {
		this.operations.post(path, body).refuses(message);
		then(this.server).should(never()).addNode(anyInt(), any());
	}

	@Test
	void aBadNodeIsNotRemoved() {
		this.operations.delete("/-1").refuses("'id' has to be a node id");
		then(this.server).should(never()).removeNode(anyInt());
	}

	@Test
	void theAnswerNamesTheNodeThatWasActedOn() {
		willReturn(CompletableFuture.completedFuture(null)).given(this.server)
			.addNode(5, new HostPort("10.0.0.4", 9331));
		this.operations.post("/4", """
				{ "id": 5, "address": "10.0.0.4:9331" }""").answers(200, """
				{ "nodeId": 5, "result": "ADDED" }""");
	}

	@Test
	void otherRequestsHaveTheAnswersOfTheFramework() {
		this.operations.post("/4", "{").hasStatus(400);
		this.operations.post("", "{}").hasStatus(405);
		this.operations.get("/4").hasStatus(405);
		this.operations.postText("/4", "{}").hasStatus(415);
		then(this.server).should(never()).addNode(anyInt(), any());
	}

}
