package io.dongting.samples.kvstore.blackbox;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes come and go over HTTP.
 */
@Tag("long")
class MembershipTests {

	private ProcessCluster cluster;

	@BeforeEach
	void startCluster() {
		this.cluster = new ProcessCluster("membership");
		this.cluster.startAll();
		this.cluster.awaitLeader();
	}

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Test
	void threeNodesBecomeFiveAndThenThreeOthersUnderLoad() throws Exception {
		this.cluster.start(4);
		this.cluster.start(5);
		this.cluster.awaitUp(4);
		this.cluster.awaitUp(5);
		List<KvNode> lasting = List.of(this.cluster.node(3), this.cluster.node(4), this.cluster.node(5));
		try (Workload workload = new Workload(lasting)) {
			workload.start();
			workload.awaitAcknowledged(200);
			assertDone(change(2, "1,2,3,4,5"), "CHANGED");
			awaitMembers(5, 1, 2, 3, 4, 5);
			workload.awaitAcknowledged(200);
			assertDone(change(4, "3,4,5"), "CHANGED");
			awaitMembers(3, 3, 4, 5);
			workload.awaitAcknowledged(200);
			this.cluster.stop(1);
			this.cluster.stop(2);
			workload.awaitAcknowledged(200);
			workload.stop();
			System.out.println("Three nodes became five and three others: " + workload.readAllAndCheck());
		}
	}

	@Test
	void aFollowerIsKilledDuringEveryChange() throws Exception {
		this.cluster.start(4);
		this.cluster.start(5);
		this.cluster.awaitUp(4);
		this.cluster.awaitUp(5);
		try (Workload workload = new Workload(List.of(this.cluster.node(3)))) {
			transferTo(3);
			workload.start();
			workload.awaitAcknowledged(200);
			changeAndKill("1,2,3,4,5", 2);
			awaitMembers(4, 1, 2, 3, 4, 5);
			workload.awaitAcknowledged(200);
			this.cluster.start(2);
			this.cluster.awaitReady(2);
			transferTo(3);
			changeAndKill("3,4,5", 5);
			awaitMembers(4, 3, 4, 5);
			this.cluster.start(5);
			this.cluster.awaitReady(5);
			this.cluster.stop(1);
			this.cluster.stop(2);
			workload.awaitAcknowledged(200);
			workload.stop();
			System.out.println("A follower killed during both changes: " + workload.readAllAndCheck());
		}
	}

	private void transferTo(int node) throws Exception {
		assertThat(operate(node, "/raftleader/kv", """
				{ "nodeId": %d, "timeout": "10s" }""".formatted(node)).status()).isEqualTo(200);
	}

	private void changeAndKill(String members, int victim) throws Exception {
		CompletableFuture<KvNode.Answer> change = new CompletableFuture<>();
		Thread asking = new Thread(() -> {
			try {
				change.complete(change(3, members));
			}
			catch (Exception ex) {
				change.completeExceptionally(ex);
			}
		});
		asking.start();
		this.cluster.kill(victim);
		assertDone(change.get(2, TimeUnit.MINUTES), "CHANGED");
	}

	@Test
	void aChangeIsPreparedAndCommittedStepByStep() throws Exception {
		this.cluster.start(4);
		this.cluster.awaitUp(4);
		String prepare = """
				{ "members": "1,2,3", "observers": "", "newMembers": "2,3,4", "newObservers": "" }""";
		KvNode.Answer prepared = operate(1, "/raftconfig/kv/prepare", prepare);
		assertDone(prepared, "PREPARED");
		long prepareIndex = prepared.number("prepareIndex");
		assertThat(prepareIndex).isPositive();
		ProcessCluster.await("node 2 sees what is prepared",
				() -> this.cluster.node(2)
					.state()
					.filter((state) -> state.prepareIndex() == prepareIndex)
					.filter((state) -> state.preparedMembers().equals(List.of(2, 3, 4)))
					.isPresent());
		assertThat(operate(2, "/raftconfig/kv/prepare", prepare).number("prepareIndex")).isEqualTo(prepareIndex);
		KvNode.Answer other = operate(2, "/raftconfig/kv/prepare", """
				{ "members": "1,2,3", "observers": "", "newMembers": "1,2", "newObservers": "" }""");
		assertRefused(other, 409, "CONFIG_CHANGE_IN_PROGRESS");
		assertRefused(commit(3, prepareIndex + 1000), 409, "CONFIG_MISMATCH");
		KvNode.Answer committed = commit(3, prepareIndex);
		assertDone(committed, "COMMITTED");
		assertThat(commit(2, prepareIndex).number("index")).isEqualTo(committed.number("index"));
		awaitMembers(4, 2, 3, 4);
	}

	@Test
	void aPreparedChangeIsAborted() throws Exception {
		KvNode.Answer prepared = operate(1, "/raftconfig/kv/prepare", """
				{ "members": "1,2,3", "observers": "", "newMembers": "1,2", "newObservers": "3" }""");
		assertDone(prepared, "PREPARED");
		KvNode.Answer aborted = operate(2, "/raftconfig/kv/abort", "{}");
		assertDone(aborted, "ABORTED");
		assertThat(operate(3, "/raftconfig/kv/abort", "{}").number("index")).isEqualTo(aborted.number("index"));
		awaitMembers(3, 1, 2, 3);
		assertRefused(commit(1, prepared.number("prepareIndex")), 409, "CONFIG_MISMATCH");
	}

	@Test
	void aChangeThatCannotBeIsRefusedAndChangesNothing() throws Exception {
		KvNode.Answer mismatch = operate(1, "/raftconfig/kv/prepare", """
				{ "members": "1,2", "observers": "", "newMembers": "1,2,3", "newObservers": "" }""");
		assertRefused(mismatch, 409, "CONFIG_MISMATCH");
		assertRefused(change(1, "1,2,9"), 404, "NO_SUCH_NODE");
		assertRefused(change(1, ""), 400, "BAD_VALUE");
		KvNode.Answer dead = operate(1, "/raftconfig/kv", """
				{ "members": "3,4,5", "timeout": "5s" }""");
		assertRefused(dead, 409, "UNREACHABLE");
		KvNode.Answer preview = operate(2, "/raftconfig/kv", """
				{ "members": "1,2,3,4,5", "dryRun": true }""");
		assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
		assertThat(preview.body().path("before").path("quorum").asInt()).isEqualTo(2);
		assertThat(preview.body().path("after").path("quorum").asInt()).isEqualTo(3);
		assertThat(preview.body().path("after").path("failureTolerance").asInt()).isEqualTo(2);
		assertThat(preview.body().path("reasonsAgainst").size()).isPositive();
		awaitMembers(1, 1, 2, 3);
	}

	private KvNode.Answer operate(int node, String path, String json) throws Exception {
		return this.cluster.node(node).operate("POST", path, json);
	}

	private KvNode.Answer change(int node, String members) throws Exception {
		return operate(node, "/raftconfig/kv", """
				{ "members": "%s", "timeout": "60s" }""".formatted(members));
	}

	private KvNode.Answer commit(int node, long prepareIndex) throws Exception {
		return operate(node, "/raftconfig/kv/commit", """
				{ "prepareIndex": %d }""".formatted(prepareIndex));
	}

	private void awaitMembers(int node, Integer... members) {
		Set<Integer> expected = new TreeSet<>(List.of(members));
		ProcessCluster.await("the members are " + expected,
				() -> this.cluster.node(node)
					.state()
					.filter((state) -> new TreeSet<>(state.members()).equals(expected))
					.filter((state) -> state.prepareIndex() == 0 && state.observers().isEmpty())
					.isPresent());
	}

	private static void assertDone(KvNode.Answer answer, String result) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		assertThat(answer.result()).isEqualTo(result);
		assertThat(answer.number("index")).isPositive();
	}

	private static void assertRefused(KvNode.Answer answer, int status, String result) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.result()).isEqualTo(result);
		assertThat(answer.body().path("message").asString("")).isNotBlank();
	}

}
