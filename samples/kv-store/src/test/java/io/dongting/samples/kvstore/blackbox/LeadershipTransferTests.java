package io.dongting.samples.kvstore.blackbox;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leadership moves under load, on request.
 */
@Tag("long")
class LeadershipTransferTests {

	@Test
	void leadershipGoesToTheNamedNodeWhoeverIsAsked() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("transfer");
				Workload workload = new Workload(cluster.nodes())) {
			cluster.startAll();
			workload.start();
			workload.awaitAcknowledged(200);
			for (int asked : ProcessCluster.NODES) {
				int leader = cluster.awaitLeader();
				int target = other(List.of(leader));
				KvNode.Answer answer = transfer(cluster.node(asked), target);
				assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
				assertThat(answer.result()).isEqualTo("TRANSFERRED");
				assertThat(answer.number("leaderId")).isEqualTo(target);
				assertThat(cluster.awaitLeader()).isEqualTo(target);
				assertThat(transfer(cluster.node(asked), target).result()).isEqualTo("ALREADY_LEADER");
				workload.awaitAcknowledged(200);
			}
			int before = cluster.awaitLeader();
			assertThat(cluster.node(before).operate("POST", "/raftleader/kv", "{}").status()).isEqualTo(200);
			assertThat(cluster.awaitLeader()).isNotEqualTo(before);
			workload.stop();
			System.out.println("Leadership transferred four times: " + workload.readAllAndCheck());
		}
	}

	@Test
	void aTransferThatCannotBeIsRefused() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("transfer-refused")) {
			cluster.startAll();
			int leader = cluster.awaitLeader();
			int follower = other(List.of(leader));
			int third = other(List.of(leader, follower));
			assertRefused(transfer(cluster.node(follower), 4), 409, "NOT_VOTER");
			assertRefused(transfer(cluster.node(follower), 9), 404, "NO_SUCH_NODE");
			assertRefused(transfer(cluster.node(follower), 0), 400, "BAD_VALUE");
			assertRefused(cluster.node(follower).operate("POST", "/raftleader/other", "{}"), 404, "NO_SUCH_GROUP");
			assertThat(cluster.awaitLeader()).isEqualTo(leader);
			cluster.kill(third);
			KvNode.Answer unreachable = transfer(cluster.node(leader), third);
			assertThat(unreachable.status()).as(unreachable.toString()).isEqualTo(409);
			assertThat(unreachable.result()).isIn("UNREACHABLE", "LAGGING");
			cluster.kill(leader);
			KvNode.Answer nobody = cluster.node(follower).operate("POST", "/raftleader/kv", """
					{ "timeout": "3s" }""");
			assertRefused(nobody, 503, "NO_LEADER");
		}
	}

	private static void assertRefused(KvNode.Answer answer, int status, String result) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.result()).isEqualTo(result);
		assertThat(answer.body().path("message").asString("")).isNotBlank();
	}

	private static KvNode.Answer transfer(KvNode asked, int target) throws Exception {
		return asked.operate("POST", "/raftleader/kv", """
				{ "nodeId": %d, "timeout": "10s" }""".formatted(target));
	}

	private static int other(List<Integer> nodes) {
		return ProcessCluster.NODES.stream().filter((node) -> !nodes.contains(node)).findFirst().orElseThrow();
	}

}
