package io.dongting.spring.autoconfigure.actuate;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.StatusGroups;
import io.dongting.spring.autoconfigure.EnableUnguardedAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Tests for the endpoint over HTTP.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "dongting.raft.storage=memory", "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always" })
@AutoConfigureRestTestClient
class RaftEndpointWebTests {

	@Autowired
	private RestTestClient client;

	@Test
	void listsTheGroupsOfThisNode() {
		this.client.get().uri("/actuator/raft").exchange().expectStatus().isOk().expectBody().json("""
				{
					"nodeId": 1,
					"groups": [
						{ "group": "kv", "groupId": 7, "condition": "RUNNING", "role": "LEADER", "term": 5,
							"leaderId": 1, "ready": true },
						{ "group": "orders", "groupId": 8, "condition": "APPLY_FAILED", "role": "FOLLOWER", "term": 5,
							"leaderId": 0, "ready": false }
					]
				}""", JsonCompareMode.STRICT);
	}

	@Test
	void showsAllOfAGroupOnItsLeader() {
		this.client.get()
			.uri("/actuator/raft/kv")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{
						"group": "kv", "groupId": 7, "nodeId": 1, "condition": "RUNNING", "role": "LEADER", "term": 5,
						"leaderId": 1, "ready": true, "lagging": false, "diskSpace": "AMPLE", "commitIndex": 100, "appliedIndex": 99, "lastLogIndex": 101,
						"firstLogIndex": 10, "members": [1, 2, 3], "observers": [4], "preparedMembers": [1, 2, 5],
						"preparedObservers": [6], "prepareIndex": 98,
						"change": { "members": [1, 2, 5], "observers": [6], "stage": "JOINT", "automatic": true,
							"waitingFor": [5] },
						"snapshot": { "index": 50, "term": 4, "time": "2026-01-02T03:04:05Z" },
						"pending": { "tasks": 2, "bytes": 512 },
						"peers": [
							{ "nodeId": 2, "matchIndex": 101, "lag": 0, "state": "PIPELINE", "lastContactMillis": 12 },
							{ "nodeId": 3, "matchIndex": 40, "lag": 61, "state": "DISCONNECTED", "lastContactMillis": -1 }
						]
					}""",
					JsonCompareMode.STRICT);
	}

	@Test
	void leavesOutWhatOnlyALeaderKnows() {
		this.client.get()
			.uri("/actuator/raft/orders")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{
						"group": "orders", "groupId": 8, "nodeId": 1, "condition": "APPLY_FAILED", "detail": "no such command",
						"role": "FOLLOWER", "term": 5, "leaderId": 0, "ready": false, "lagging": false,
						"diskSpace": "AMPLE", "commitIndex": 100,
						"appliedIndex": 99, "lastLogIndex": 101, "firstLogIndex": 1, "members": [1, 2, 3], "observers": [],
						"preparedMembers": [], "preparedObservers": [], "prepareIndex": 0,
						"snapshot": { "index": 0, "term": 0 }, "pending": { "tasks": 0, "bytes": 0 }
					}""",
					JsonCompareMode.STRICT);
	}

	@Test
	void unknownGroupIsNotFound() {
		this.client.get().uri("/actuator/raft/other").exchange().expectStatus().isNotFound().expectBody().json("""
				{ "error": "Not Found", "result": "NO_SUCH_GROUP", "message": "This node has no Raft group 'other'." }
				""", JsonCompareMode.STRICT);
	}

	@Test
	void nothingCanBeChanged() {
		this.client.post()
			.uri("/actuator/raft/kv")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{}")
			.exchange()
			.expectStatus()
			.isEqualTo(405);
		this.client.delete().uri("/actuator/raft/kv").exchange().expectStatus().isEqualTo(405);
	}

	@Test
	void healthHasAChildForEachGroup() {
		this.client.get()
			.uri("/actuator/health/raft")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("DOWN")
			.jsonPath("$.components.kv.status")
			.isEqualTo("UP")
			.jsonPath("$.components.orders.status")
			.isEqualTo("DOWN")
			.jsonPath("$.components.orders.details.reason")
			.isEqualTo("APPLY_FAILED");
		this.client.get()
			.uri("/actuator/health/readiness")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("DOWN");
		this.client.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
	}

	@SpringBootConfiguration
	@EnableUnguardedAutoConfiguration
	static class Application {

		@Bean
		RaftGroups raftGroups() {
			StatusGroups groups = new StatusGroups();
			groups.add(StatusGroups.leader("kv"));
			groups.add(StatusGroups.follower("orders", Condition.APPLY_FAILED, "no such command", 0, false));
			return groups;
		}

	}

}
