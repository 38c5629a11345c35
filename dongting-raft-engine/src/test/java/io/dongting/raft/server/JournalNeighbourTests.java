package io.dongting.raft.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.RaftRole;
import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A group whose log has failed keeps its part of the journal until the next start, and
 * its neighbours go on without that.
 */
class JournalNeighbourTests {

	/** More than the journal has room for. */
	private static final int COMMANDS = 500;

	private final VirtualServers servers = new VirtualServers(3);

	@BeforeEach
	void twoGroups() {
		this.servers.groups = List.of("list", "other");
		this.servers.machines = VirtualServers.ListMachine::new;
		this.servers.startAll();
		leader("other");
		this.servers.world.advance(Duration.ofSeconds(2));
	}

	private Node leader(String group) {
		this.servers.assert20s(() -> this.servers.nodes.values().stream().anyMatch((node) -> leads(node, group)));
		return this.servers.nodes.values().stream().filter((node) -> leads(node, group)).findFirst().orElseThrow();
	}

	private static boolean leads(Node node, String group) {
		return node.group(group).status().role() == RaftRole.LEADER;
	}

	@Test
	void aLogThatFailsOnOneNodeCostsTheOthersNoLeader() {
		Node leader = leader("list");
		fail(List.of(leader));
		fillJournal();
		assertThat(leader("list")).isSameAs(leader);
	}

	@Test
	void aLogThatFailsEverywhereKeepsNoOtherFromItsWork() {
		fail(this.servers.nodes.values());
		Node leader = leader("list");
		fillJournal();
		assertThat(leader("list")).isSameAs(leader);
	}

	private void fail(Collection<Node> nodes) {
		nodes.forEach((node) -> node.disk.faults().failNextSync((path) -> path.startsWith("groups/other/log")));
		leader("other").group("other").submit(LocalCluster.command("x"));
		for (Node node : nodes) {
			this.servers.assert20s(() -> node.group("other").status().condition() == Condition.STORAGE_FAILED);
		}
	}

	private void fillJournal() {
		for (int i = 0; i < COMMANDS; i++) {
			CompletableFuture<RaftOutput> output = leader("list").group("list").submit(LocalCluster.command("c" + i));
			this.servers.assert20s(output::isDone);
			assertThat(output).isCompleted();
		}
	}

}
