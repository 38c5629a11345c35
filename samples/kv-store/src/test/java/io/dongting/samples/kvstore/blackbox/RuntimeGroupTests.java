package io.dongting.samples.kvstore.blackbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Groups and nodes are added to running processes, and removed.
 */
@Tag("long")
class RuntimeGroupTests {

	private static final String GROUP = "kv-more";

	private ProcessCluster cluster;

	@BeforeEach
	void startCluster() {
		this.cluster = new ProcessCluster("runtime");
		this.cluster.startAll();
	}

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Test
	void aGroupIsAddedOnThreeNodesAndLivesUntilItIsRemoved() throws Exception {
		for (int node : ProcessCluster.NODES) {
			KvNode.Answer added = operate(node, "POST", "/raftgroups/" + GROUP, """
					{ "id": 77, "members": "1,2,3", "observers": "" }""");
			assertThat(added.status()).as(added.toString()).isEqualTo(200);
			assertThat(added.number("groupId")).isEqualTo(77);
		}
		int leader = this.cluster.awaitLeader(GROUP);
		ProcessCluster.NODES.forEach(this.cluster::awaitReady);
		this.cluster.kill(leader);
		assertThat(this.cluster.awaitLeader(GROUP)).isNotEqualTo(leader);
		this.cluster.start(leader);
		this.cluster.awaitReady(leader);
		ProcessCluster.await("the killed node follows again",
				() -> this.cluster.node(leader)
					.state(GROUP)
					.filter((state) -> state.ready() && state.role().equals("FOLLOWER"))
					.isPresent());
		for (int node : ProcessCluster.NODES) {
			KvNode.Answer removed = operate(node, "DELETE", "/raftgroups/" + GROUP, "");
			assertThat(removed.status()).as(removed.toString()).isEqualTo(200);
			assertThat(this.cluster.node(node).state(GROUP)).isEmpty();
			this.cluster.awaitReady(node);
		}
		assertRefused(operate(1, "DELETE", "/raftgroups/" + GROUP, ""), 404, "NO_SUCH_GROUP");
		this.cluster.awaitLeader();
	}

	@Test
	void aGroupThatCannotBeIsRefused() throws Exception {
		assertRefused(add("orders", "{ \"members\": \"1,2,3\" }"), 409, "NO_STATE_MACHINE");
		assertRefused(add("kv", "{ \"members\": \"1,2,3\" }"), 409, "NAME_TAKEN");
		assertRefused(add(GROUP, "{ \"members\": \"1,2,9\" }"), 404, "NO_SUCH_NODE");
		assertRefused(add(GROUP, "{ \"members\": \"\" }"), 400, "BAD_VALUE");
		assertRefused(add("KV-MORE", "{ \"members\": \"1,2,3\" }"), 400, "BAD_VALUE");
		assertThat(this.cluster.node(1).state(GROUP)).isEmpty();
	}

	@Test
	void aNodeIsMadeKnownAndForgotten() throws Exception {
		String address = "127.0.0.1:" + Ports.free();
		KvNode.Answer added = operate(1, "POST", "/raftnodes/6", """
				{ "address": "%s" }""".formatted(address));
		assertThat(added.status()).as(added.toString()).isEqualTo(200);
		KvNode.Answer nodes = operate(1, "GET", "/raftnodes", "");
		assertThat(nodes.body().path("nodes").findValuesAsString("address")).contains(address);
		assertThat(operate(1, "DELETE", "/raftnodes/6", "").status()).isEqualTo(200);
		assertRefused(operate(1, "DELETE", "/raftnodes/6", ""), 404, "NO_SUCH_NODE");
		assertRefused(operate(1, "DELETE", "/raftnodes/2", ""), 409, "NODE_IN_USE");
		assertRefused(operate(1, "POST", "/raftnodes/7", """
				{ "address": "127.0.0.1" }"""), 400, "BAD_VALUE");
	}

	private KvNode.Answer add(String group, String json) throws Exception {
		return operate(1, "POST", "/raftgroups/" + group, json);
	}

	private KvNode.Answer operate(int node, String method, String path, String json) throws Exception {
		return this.cluster.node(node).operate(method, path, json);
	}

	private static void assertRefused(KvNode.Answer answer, int status, String result) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.result()).isEqualTo(result);
		assertThat(answer.body().path("message").asString("")).isNotBlank();
	}

}
