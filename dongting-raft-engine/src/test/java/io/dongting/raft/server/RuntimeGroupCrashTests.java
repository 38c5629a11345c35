package io.dongting.raft.server;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.simulation.SimulatedCrash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node loses its power at every moment in which a group is added or removed.
 */
class RuntimeGroupCrashTests {

	private static final int MOST_OPERATIONS = 400;

	private VirtualServers servers = new VirtualServers(1);

	private ListMachine machine = new ListMachine();

	private Node start() {
		this.servers = new VirtualServers(1);
		this.servers.factory = (name) -> {
			this.machine = new ListMachine();
			return this.machine;
		};
		Node node = this.servers.nodes.get(1);
		node.start();
		return node;
	}

	private RaftGroupConfig config() {
		return new RaftGroupConfig("added", 7, new TreeSet<>(List.of(1)), Collections.emptySortedSet(),
				this.servers.options);
	}

	/** Return whether it was done before the power went. */
	private boolean untilCrash(Node node, int operations, CompletableFuture<?> change) {
		node.disk.faults().crashAfter(node.disk.operations() + operations);
		boolean done;
		try {
			this.servers.assert20s(change::isDone);
			done = true;
		}
		catch (SimulatedCrash crash) {
			done = false;
		}
		node.kill();
		node.start();
		return done;
	}

	private void submit(Node node, String command) {
		CompletableFuture<RaftOutput> output = node.group("added").submit(LocalCluster.command(command));
		this.servers.assert20s(output::isDone);
		assertThat(output).isCompleted();
	}

	private static boolean isHosted(Node node) {
		return node.server().groups().stream().map(RaftGroup::name).anyMatch("added"::equals);
	}

	private static List<String> directories(Node node) {
		try {
			return node.disk.list("groups");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void anAddedGroupIsThereOrItIsNotAndMayBeAddedAgain() {
		boolean done = false;
		int crashes = 0;
		for (int operations = 1; !done; operations++) {
			assertThat(operations).isLessThan(MOST_OPERATIONS);
			Node node = start();
			done = untilCrash(node, operations, node.server().addGroup(config()));
			crashes += done ? 0 : 1;
			if (!isHosted(node)) {
				assertThat(done).as("an addition that was told is kept").isFalse();
				CompletableFuture<RaftGroup> again = node.server().addGroup(config());
				this.servers.assert20s(again::isDone);
				assertThat(again).isCompleted();
			}
			submit(node, "a");
		}
		assertThat(crashes).isGreaterThan(5);
	}

	@Test
	void aRemovedGroupIsThereWholeOrSetAsideAndNeverComesBack() {
		boolean done = false;
		int kept = 0;
		int gone = 0;
		for (int operations = 1; !done; operations++) {
			assertThat(operations).isLessThan(MOST_OPERATIONS);
			Node node = start();
			CompletableFuture<RaftGroup> added = node.server().addGroup(config());
			this.servers.assert20s(added::isDone);
			submit(node, "a");
			done = untilCrash(node, operations, node.server().removeGroup("added"));
			if (isHosted(node)) {
				assertThat(done).as("a removal that was told is kept").isFalse();
				kept++;
				submit(node, "b");
				assertThat(this.machine.commands).containsExactly("a", "b");
			}
			else {
				gone += done ? 0 : 1;
				assertThat(directories(node)).containsExactly("added.removed-1", "list");
				CompletableFuture<RaftGroup> again = node.server().addGroup(config());
				this.servers.assert20s(again::isDone);
				submit(node, "b");
				assertThat(this.machine.commands).containsExactly("b");
			}
		}
		assertThat(kept).isPositive();
		assertThat(gone).isPositive();
	}

}
