package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people get wrong: each is reported, and no data suffers.
 */
@Tag("long")
class WrongUseTests {

	private ProcessCluster cluster;

	@BeforeEach
	void createCluster(TestInfo test) {
		this.cluster = new ProcessCluster(test.getTestMethod().orElseThrow().getName());
	}

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Test
	void anUnknownNodeIdIsReported() throws IOException {
		expectFailure(this.cluster.launch(9), "Node 9 is not among the nodes [1, 2, 3, 4, 5].");
		assertThat(DirectoryContent.of(this.cluster.dataDirectory(9)).hashes()).isEmpty();
	}

	@Test
	void aMissingNodeIdIsReported() {
		expectFailure(this.cluster.launchAlone("--spring.profiles.active=cluster"), "nothing says which of them");
	}

	@Test
	void aTakenReplicationPortIsReported() throws IOException {
		DirectoryContent before = runOnceAlone();
		try (ServerSocket taken = new ServerSocket(this.cluster.raftPort(1), 1, InetAddress.getLoopbackAddress())) {
			assertThat(taken.isBound()).isTrue();
			expectFailure(this.cluster.launch(1), "127.0.0.1:" + this.cluster.raftPort(1));
		}
		assertThat(DirectoryContent.of(this.cluster.dataDirectory(1))).isEqualTo(before);
	}

	@Test
	void aTakenHttpPortIsReported() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			expectFailure(this.cluster.launchAlone("--server.port=" + taken.getLocalPort()),
					"Port " + taken.getLocalPort() + " was already in use");
		}
	}

	@Test
	void aDataDirectoryInUseIsReportedAndItsOwnerGoesOn() throws Exception {
		this.cluster.startAlone();
		this.cluster.awaitReady(1);
		put(1, "before");
		expectFailure(this.cluster.launchAlone("--server.port=0"), "is in use by another");
		expectValue(1, "before");
		put(1, "after");
	}

	@Test
	void aDataDirectoryOfAnotherNodeIsReported() throws IOException {
		DirectoryContent before = runOnceAlone();
		expectFailure(this.cluster.launch(2, "--dongting.raft.data-dir=" + this.cluster.dataDirectory(1)),
				"belongs to node 1");
		assertThat(DirectoryContent.of(this.cluster.dataDirectory(1))).isEqualTo(before);
	}

	@Test
	void aWipedNodeNeitherVotesNorServes() throws Exception {
		this.cluster.startAll();
		put(1, "kept");
		int leader = this.cluster.awaitLeader();
		int wiped = ProcessCluster.NODES.stream().filter((node) -> node != leader).findFirst().orElseThrow();
		int third = ProcessCluster.NODES.stream()
			.filter((node) -> node != leader && node != wiped)
			.findFirst()
			.orElseThrow();
		this.cluster.kill(wiped);
		FileSystemUtils.deleteRecursively(this.cluster.dataDirectory(wiped));
		this.cluster.start(wiped);
		awaitCondition(wiped, "NOT_IN_CONFIG", "was replaced");
		assertThat(this.cluster.node(wiped).isReady()).isFalse();
		put(leader, "without the wiped node");
		System.out.println("Wiped node: " + state(wiped).detail() + " A stale read there: " + stale(wiped));

		this.cluster.kill(leader);
		// One of two is left that may vote, and one that may not
		assertThat(tryPut(third, "without a majority")).isNotInstanceOf(Ending.Written.class);
		assertThat(tryPut(wiped, "without a majority")).isNotInstanceOf(Ending.Written.class);
		assertThat(state(wiped).role()).isEqualTo("NONE");
		assertThat(state(third).role()).isNotEqualTo("LEADER");

		this.cluster.start(leader);
		this.cluster.awaitReady(leader);
		this.cluster.awaitReady(third);
		put(third, "with a majority");
		assertThat(state(wiped).role()).isEqualTo("NONE");
	}

	@Test
	void addingNodesToTheYamlOfOneDoesNotMakeTwoClusters() throws Exception {
		this.cluster.startAlone();
		this.cluster.awaitReady(1);
		put(1, "alone");
		this.cluster.stop(1);
		this.cluster.start(2);
		this.cluster.start(3);
		awaitCondition(2, "BOOTSTRAPPING", "Waits for node 1");
		this.cluster.start(1);
		this.cluster.awaitReady(1);
		awaitCondition(2, "NOT_IN_CONFIG", "waits to be added");
		awaitCondition(3, "NOT_IN_CONFIG", "waits to be added");
		expectValue(1, "alone");
		put(1, "still alone");
		assertThat(state(1).members()).containsExactly(1);
		assertThat(state(1).role()).isEqualTo("LEADER");
		assertThat(state(2).role()).isEqualTo("NONE");
		assertThat(state(3).role()).isEqualTo("NONE");
		System.out.println("One node grown by YAML: node 1 says '" + state(1).detail() + "', node 2 says '"
				+ state(2).detail() + "'; a write there: " + tryPut(2, "elsewhere"));
		assertThat(this.cluster.log(1)).contains("configured are the members [1, 2, 3]",
				"by its log the group consists of the members [1]");
	}

	private DirectoryContent runOnceAlone() throws IOException {
		this.cluster.startAlone();
		this.cluster.awaitReady(1);
		this.cluster.stop(1);
		DirectoryContent content = DirectoryContent.of(this.cluster.dataDirectory(1));
		assertThat(content.hashes()).isNotEmpty();
		return content;
	}

	private static void expectFailure(KvProcess process, String report) {
		assertThat(process.awaitExit()).as(process::log).isNotZero();
		assertThat(process.log()).contains("APPLICATION FAILED TO START", report);
	}

	private void awaitCondition(int node, String condition, String detail) {
		ProcessCluster.await("node " + node + " says " + condition + " and '" + detail + "'", () -> this.cluster
			.node(node)
			.state()
			.filter((state) -> state.condition().equals(condition) && String.valueOf(state.detail()).contains(detail))
			.isPresent());
	}

	private GroupState state(int node) {
		return this.cluster.node(node).state().orElseThrow();
	}

	private void put(int node, String value) throws InterruptedException {
		assertThat(tryPut(node, value)).isInstanceOf(Ending.Written.class);
	}

	private Ending tryPut(int node, String value) throws InterruptedException {
		return this.cluster.node(node).execute("key", new Action.Put(value), "");
	}

	private Ending stale(int node) throws InterruptedException {
		return this.cluster.node(node).execute("key", new Action.Get(), "stale");
	}

	private void expectValue(int node, String value) throws InterruptedException {
		assertThat(this.cluster.node(node).execute("key", new Action.Get(), "linearizable"))
			.isEqualTo(new Ending.Read(value));
	}

}
