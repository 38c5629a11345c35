package io.dongting.raft.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.RefusalResp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes that do not mean the same by a group: it is told on both sides, and nothing but
 * that group is harmed.
 */
class PeerCheckTests {

	private final VirtualServers servers = new VirtualServers(3);

	private final Node one = this.servers.nodes.get(1);

	private final Node two = this.servers.nodes.get(2);

	private final Node three = this.servers.nodes.get(3);

	private final List<RefusalResp> refusals = new ArrayList<>();

	PeerCheckTests() {
		this.servers.factory = (name) -> new ListMachine();
		this.servers.lost = (message) -> {
			if (message instanceof RefusalResp refusal && refusal.reason() == RefusalResp.Reason.OTHER_GROUP) {
				this.refusals.add(refusal);
			}
			return false;
		};
	}

	private void start(List<String> groups, Node... nodes) {
		this.servers.groups = groups;
		for (Node node : nodes) {
			node.start();
		}
	}

	private RaftGroupConfig config(String name, int id, Integer... members) {
		return new RaftGroupConfig(name, id, new TreeSet<>(List.of(members)), Collections.emptySortedSet(),
				this.servers.options);
	}

	private void done(CompletableFuture<?> future) {
		this.servers.assert20s(future::isDone);
		future.join();
	}

	private static @Nullable String problem(Node at, Node with) {
		return at.server()
			.nodes()
			.stream()
			.filter((node) -> node.nodeId() == with.id)
			.findFirst()
			.orElseThrow()
			.problem();
	}

	/** What is shown of another node comes to name all of these. */
	private void assertProblem(Node at, Node with, String... parts) {
		this.servers.world.runUntil(() -> {
			String problem = problem(at, with);
			return problem != null && Stream.of(parts).allMatch(problem::contains);
		}, Duration.ofSeconds(20));
		assertThat(problem(at, with)).contains(parts);
	}

	private void assertNoProblems(Node... nodes) {
		this.servers.assert20s(() -> List.of(nodes)
			.stream()
			.flatMap((node) -> node.server().nodes().stream())
			.allMatch((status) -> status.self() || (status.linked() && status.problem() == null)));
	}

	@Test
	void aNumberThatIsTwoGroupsIsToldOnBothSidesAndHarmsNoOtherGroup() {
		start(List.of("list", "fine"), this.one, this.two);
		start(List.of("orders", "fine"), this.three);
		assertProblem(this.one, this.three, "Group 'list' on node 1 at node1:7000 has the id 1",
				"on node 3 at node3:7000", "the id 1 is that of group 'orders'");
		assertProblem(this.three, this.one, "Group 'orders' on node 3 at node3:7000 has the id 1",
				"on node 1 at node1:7000", "the id 1 is that of group 'list'");
		assertThat(problem(this.one, this.two)).isNull();
		for (Node node : List.of(this.one, this.two, this.three)) {
			done(node.group("fine").submit(LocalCluster.command("a")));
		}
		this.servers.world.advance(Duration.ofSeconds(2));
		assertThat(this.one.group().status().condition()).isEqualTo(Condition.BOOTSTRAPPING);
		assertThat(this.one.group().status().detail()).contains("Cannot found the group: node 3 refuses", "'list'",
				"'orders'");
		assertThat(this.refusals).isNotEmpty()
			.allSatisfy((refusal) -> assertThat(refusal.envelope().groupId()).isEqualTo(1));
	}

	@Test
	void aNameWithTwoNumbersIsToldOnBothSides() {
		start(List.of("list"), this.one, this.two);
		start(List.of("fine", "list"), this.three);
		assertProblem(this.one, this.three, "Group 'list' on node 1 at node1:7000 has the id 1",
				"on node 3 at node3:7000", "the id 1 is that of group 'fine'", "group 'list' has the id 2");
		assertProblem(this.three, this.two, "Group 'list' on node 3 at node3:7000 has the id 2",
				"on node 2 at node2:7000");
	}

	/** Nothing has to be started anew on the side that was right. */
	@Test
	void whatIsMendedAtRuntimeIsFoundAndTheGroupBegins() {
		start(List.of("list"), this.one, this.two);
		start(List.of("orders"), this.three);
		assertProblem(this.one, this.three, "'orders'");
		done(this.three.server().removeGroup("orders"));
		assertProblem(this.two, this.three, "hosts neither a group of that name nor one with the id 1");
		done(this.three.server().addGroup(config("list", 1, 1, 2, 3)));
		done(this.one.group("list").submit(LocalCluster.command("a")));
		assertNoProblems(this.one, this.two, this.three);
	}

	@Test
	void groupsThatAreAddedAtRuntimeAreComparedToo() {
		start(List.of("list"), this.one, this.two, this.three);
		done(this.one.group("list").submit(LocalCluster.command("a")));
		assertNoProblems(this.one, this.two, this.three);
		done(this.one.server().addGroup(config("added", 7, 1, 2)));
		assertProblem(this.one, this.two, "hosts neither", "'added'", "the members [1, 2]");
		assertThat(problem(this.one, this.three)).isNull();
		done(this.two.server().addGroup(config("added", 8, 1, 2)));
		assertProblem(this.two, this.one, "'added'", "the id 8", "the id 7");
	}

	@Test
	void membersThatDifferBeforeAGroupBeginsAreTold() {
		start(List.of("list"), this.one, this.two, this.three);
		done(this.one.server().addGroup(config("added", 7, 1, 2)));
		done(this.two.server().addGroup(config("added", 7, 1, 2, 3)));
		assertProblem(this.two, this.one,
				"Group 'added' on node 2 at node2:7000 is to begin with the members [1, 2, 3]",
				"on node 1 at node1:7000 with the members [1, 2]");
		assertProblem(this.one, this.two, "'added'", "[1, 2, 3]");
		assertThat(this.refusals).isEmpty();
	}

	@Test
	void groupsThatWereFoundedApartAreTold() {
		start(List.of("list"), this.one, this.two, this.three);
		done(this.one.server().addGroup(config("added", 7, 1)));
		done(this.two.server().addGroup(config("added", 7, 2)));
		done(this.one.group("added").submit(LocalCluster.command("a")));
		done(this.two.group("added").submit(LocalCluster.command("b")));
		assertProblem(this.one, this.two, "Group 'added' on node 1 at node1:7000 belongs to cluster",
				"on node 2 at node2:7000 to cluster", "founded apart");
		assertProblem(this.two, this.one, "founded apart");
	}

	/** A question that gets lost is put again, and who answers late is believed too. */
	@Test
	void whatGetsLostIsSaidAgain() {
		start(List.of("list"), this.one, this.two);
		this.servers.lost = (message) -> true;
		start(List.of("orders"), this.three);
		this.servers.world.advance(Duration.ofSeconds(3));
		assertThat(problem(this.one, this.three)).isNull();
		this.servers.lost = (message) -> false;
		assertProblem(this.one, this.three, "'orders'");
		assertProblem(this.three, this.one, "'orders'");
	}

}
