package io.dongting.spring.autoconfigure.actuate;

import java.util.List;

import io.dongting.spring.autoconfigure.actuate.OperatedCluster.Answer;
import io.dongting.spring.autoconfigure.actuate.WrongRequests.WrongRequest;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import tools.jackson.databind.JsonNode;

import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.delete;
import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.get;
import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator asks of three nodes, of the leader and of a follower: every endpoint
 * answers as documented. Each test leaves the cluster as it was, with node 1 leading.
 */
abstract class AbstractEndpointClusterTests {

	static final int LEADER = 1;

	static final int FOLLOWER = 2;

	static final int CLOSED = 3;

	static final List<Integer> OPEN = List.of(LEADER, FOLLOWER);

	static OperatedCluster cluster;

	@BeforeParameterizedClassInvocation
	static void start(WebStack stack) throws Exception {
		cluster = new OperatedCluster(stack);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		cluster.close();
	}

	@AfterEach
	void removeTheGroupThatWasAdded() throws Exception {
		for (int node : OPEN) {
			assertThat(cluster.call(node, delete("raftgroups/more")).status()).isIn(200, 404);
		}
	}

	@Test
	void everyNodeShowsItselfItsGroupsAndTheNodes() throws Exception {
		cluster.state();
		for (int node : OperatedCluster.NODES) {
			String role = (node == LEADER) ? "LEADER" : "FOLLOWER";
			JsonNode summary = done(node, get("raft"));
			assertThat(summary.path("nodeId").asInt()).isEqualTo(node);
			assertThat(summary.path("groups").findValuesAsString("role")).containsExactly(role);
			JsonNode status = done(node, get("raft/counter"));
			assertThat(status.path("role").asString()).isEqualTo(role);
			assertThat(status.path("leaderId").asInt()).isEqualTo(LEADER);
			assertThat(status.path("peers").findValuesAsString("nodeId"))
				.isEqualTo((node == LEADER) ? List.of("2", "3") : List.of());
			assertThat(done(node, get("raftnodes")).path("nodes").findValuesAsString("nodeId")).containsExactly("1",
					"2", "3", "4", "5");
			assertThat(done(node, get("health/raft")).path("status").asString()).isEqualTo("UP");
			assertThat(done(node, get("health/readiness")).path("status").asString()).isEqualTo("UP");
		}
	}

	@Test
	void leadershipIsHandedOver() throws Exception {
		ActuatorRequest toFollower = post("raftleader/counter", "{ \"nodeId\": 2, \"timeout\": \"60s\" }");
		ActuatorRequest back = post("raftleader/counter", "{ \"nodeId\": 1, \"timeout\": \"60s\" }");
		assertThat(result(LEADER, toFollower)).isEqualTo("TRANSFERRED");
		assertThat(result(LEADER, toFollower)).isEqualTo("ALREADY_LEADER");
		assertThat(done(FOLLOWER, get("raft/counter")).path("role").asString()).isEqualTo("LEADER");
		assertThat(result(LEADER, back)).isEqualTo("TRANSFERRED");
		assertThat(result(FOLLOWER, toFollower)).isEqualTo("TRANSFERRED");
		assertThat(result(FOLLOWER, back)).isEqualTo("TRANSFERRED");
		assertThat(result(FOLLOWER, back)).isEqualTo("ALREADY_LEADER");
		assertThat(done(LEADER, get("raft/counter")).path("role").asString()).isEqualTo("LEADER");
	}

	@Test
	void theBestFollowerLeadsWhereNoneIsNamed() throws Exception {
		JsonNode answer = done(LEADER, post("raftleader/counter", "{}"));
		assertThat(answer.path("result").asString()).isEqualTo("TRANSFERRED");
		assertThat(answer.path("leaderId").asInt()).isIn(2, 3);
		assertThat(result(FOLLOWER, post("raftleader/counter", "{ \"nodeId\": 1, \"timeout\": \"60s\" }")))
			.isEqualTo("TRANSFERRED");
	}

	@Test
	void aChangeIsPreparedAndCommittedAndEachStepMayBeRepeated() throws Exception {
		ActuatorRequest prepare = post("raftconfig/counter/prepare", """
				{ "members": "1,2,3", "observers": "", "newMembers": "1,2", "newObservers": "3" }""");
		JsonNode prepared = done(FOLLOWER, prepare);
		assertThat(prepared.path("result").asString()).isEqualTo("PREPARED");
		assertThat(done(LEADER, prepare)).isEqualTo(prepared);
		ActuatorRequest commit = post("raftconfig/counter/commit",
				"{ \"prepareIndex\": " + prepared.path("prepareIndex").asLong() + " }");
		JsonNode committed = done(FOLLOWER, commit);
		assertThat(committed.path("result").asString()).isEqualTo("COMMITTED");
		assertThat(done(LEADER, commit)).isEqualTo(committed);
		assertMembers("[1,2]", "[3]");
		changeBack(FOLLOWER);
	}

	@Test
	void aPreparedChangeIsAborted() throws Exception {
		for (int node : OPEN) {
			assertThat(result(node, post("raftconfig/counter/prepare", "{ \"newMembers\": \"1,2\" }")))
				.isEqualTo("PREPARED");
			JsonNode aborted = done(node, post("raftconfig/counter/abort", "{}"));
			assertThat(aborted.path("result").asString()).isEqualTo("ABORTED");
			assertThat(done(LEADER, post("raftconfig/counter/abort", "{}"))).isEqualTo(aborted);
		}
		assertMembers("[1,2,3]", "[]");
		// Or else the next abort would be the retry of this one
		makeAnObserverOfNode3(LEADER);
		changeBack(FOLLOWER);
	}

	@Test
	void aChangeIsTriedAndMadeAsAWhole() throws Exception {
		for (int node : OPEN) {
			JsonNode preview = done(node, post("raftconfig/counter", "{ \"members\": \"1,2\", \"dryRun\": true }"));
			assertThat(preview.path("before").path("members").toString()).isEqualTo("[1,2,3]");
			assertThat(preview.path("after").path("members").toString()).isEqualTo("[1,2]");
			assertMembers("[1,2,3]", "[]");
			makeAnObserverOfNode3(node);
			changeBack(node);
		}
	}

	@Test
	void aGroupIsAddedAndSavedAndRemoved() throws Exception {
		for (int node : OPEN) {
			assertThat(result(node, post("raftgroups/more", "{ \"members\": \"1,2\", \"id\": 9 }"))).isEqualTo("ADDED");
		}
		assertThat(result(FOLLOWER, post("raftleader/more", "{ \"nodeId\": 1, \"timeout\": \"60s\" }")))
			.isIn("TRANSFERRED", "ALREADY_LEADER");
		for (int node : OPEN) {
			assertThat(done(node, get("raft/more")).path("groupId").asInt()).isEqualTo(9);
			JsonNode saved = done(node, post("raftsnapshot/more", "{ \"timeout\": \"60s\" }"));
			assertThat(saved.path("result").asString()).isEqualTo("SAVED");
			assertThat(done(node, get("raft/more")).path("snapshot").path("index")).isEqualTo(saved.path("index"));
			assertThat(result(node, delete("raftsnapshot/more?beforeIndex=" + saved.path("index").asLong())))
				.isEqualTo("MARKED");
			assertThat(result(node, delete("raftsnapshot/more?before=2026-01-01T00:00:00Z"))).isEqualTo("MARKED");
		}
		// Or else its leader would look for another before it is removed
		assertThat(result(FOLLOWER, post("raftconfig/more", "{ \"members\": \"1\" }"))).isEqualTo("CHANGED");
		for (int node : OPEN) {
			assertThat(result(node, delete("raftgroups/more"))).isEqualTo("REMOVED");
			assertThat(cluster.call(node, get("raft/more")).status()).isEqualTo(404);
		}
	}

	@Test
	void aNodeIsAddedAndRemoved() throws Exception {
		for (int node : OPEN) {
			assertThat(result(node, post("raftnodes/6", "{ \"address\": \"127.0.0.1:9336\" }"))).isEqualTo("ADDED");
			assertThat(done(node, get("raftnodes")).path("nodes").findValuesAsString("address"))
				.contains("127.0.0.1:9336");
			assertThat(result(node, delete("raftnodes/6"))).isEqualTo("REMOVED");
			assertThat(done(node, get("raftnodes")).path("nodes").findValuesAsString("address"))
				.doesNotContain("127.0.0.1:9336");
		}
	}

	@Test
	void aGroupWithoutALeaderIsUnavailable() throws Exception {
		assertThat(result(LEADER, post("raftgroups/more", "{ \"members\": \"1,4,5\", \"id\": 9 }"))).isEqualTo("ADDED");
		List<ActuatorRequest> requests = List.of(post("raftleader/more", "{ \"timeout\": \"200ms\" }"),
				post("raftconfig/more", "{ \"members\": \"1,4\", \"timeout\": \"200ms\" }"),
				post("raftconfig/more/prepare", "{ \"newMembers\": \"1,4\", \"timeout\": \"200ms\" }"));
		for (ActuatorRequest request : requests) {
			new WrongRequest(request, 503, "NO_LEADER").assertRefusal(cluster.call(LEADER, request));
		}
	}

	@Test
	void whatALeaderWithoutAMajorityBeginsHasAnUnknownOutcome() throws Exception {
		for (int node : OPEN) {
			assertThat(result(node, post("raftgroups/more", "{ \"members\": \"1,2\", \"id\": 9 }"))).isEqualTo("ADDED");
		}
		assertThat(result(FOLLOWER, post("raftleader/more", "{ \"nodeId\": 1, \"timeout\": \"60s\" }")))
			.isIn("TRANSFERRED", "ALREADY_LEADER");
		assertThat(result(FOLLOWER, delete("raftgroups/more"))).isEqualTo("REMOVED");
		ActuatorRequest change = post("raftconfig/more", "{ \"members\": \"1\", \"timeout\": \"1s\" }");
		new WrongRequest(change, 504, "OUTCOME_UNKNOWN").assertRefusal(cluster.call(LEADER, change));
	}

	@Test
	void whatDoesNotExistIsNotFound() throws Exception {
		assertRefused(WrongRequests.NOT_FOUND);
	}

	@Test
	void whatMakesNoSenseIsABadValue() throws Exception {
		assertRefused(WrongRequests.BAD_VALUES);
	}

	@Test
	void whatStandsAgainstItIsAConflict() throws Exception {
		assertRefused(WrongRequests.CONFLICTS);
	}

	@Test
	void whatIsNoSuchRequestHasTheAnswerOfTheFramework() throws Exception {
		assertRefused(WrongRequests.MALFORMED);
	}

	@Test
	void whatIsClosedIsNotThere() throws Exception {
		List<String> before = cluster.state();
		for (ActuatorRequest change : OperatedCluster.CHANGES) {
			assertThat(cluster.call(CLOSED, change).status()).as("%s", change).isEqualTo(404);
		}
		assertThat(cluster.state()).isEqualTo(before);
	}

	private static void assertRefused(List<WrongRequest> requests) throws Exception {
		List<String> before = cluster.state();
		SoftAssertions refusals = new SoftAssertions();
		for (WrongRequest wrong : requests) {
			for (int node : OPEN) {
				Answer answer = cluster.call(node, wrong.request());
				refusals.check(() -> wrong.assertRefusal(answer));
			}
		}
		refusals.assertAll();
		assertThat(cluster.state()).isEqualTo(before);
	}

	private void assertMembers(String members, String observers) throws Exception {
		cluster.state();
		for (int node : OperatedCluster.NODES) {
			JsonNode status = done(node, get("raft/counter"));
			assertThat(status.path("members").toString()).isEqualTo(members);
			assertThat(status.path("observers").toString()).isEqualTo(observers);
			assertThat(status.path("prepareIndex").asLong()).isZero();
		}
	}

	private void makeAnObserverOfNode3(int asked) throws Exception {
		assertThat(result(asked, post("raftconfig/counter", """
				{ "members": "1,2", "observers": "3", "timeout": "60s" }"""))).isEqualTo("CHANGED");
		assertMembers("[1,2]", "[3]");
	}

	private void changeBack(int asked) throws Exception {
		assertThat(result(asked, post("raftconfig/counter", """
				{ "members": "1,2,3", "observers": "" }"""))).isEqualTo("CHANGED");
		assertMembers("[1,2,3]", "[]");
	}

	private JsonNode done(int node, ActuatorRequest request) throws Exception {
		Answer answer = cluster.call(node, request);
		assertThat(answer.status()).as("node %d, %s: %s", node, request, answer.body()).isEqualTo(200);
		return answer.json();
	}

	private String result(int node, ActuatorRequest request) throws Exception {
		return done(node, request).path("result").asString("");
	}

}
