package io.dongting.raft.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Groups that are added and removed while servers run.
 */
class RuntimeGroupTests {

	private final VirtualServers servers = new VirtualServers(3);

	/** The newest state machine of each group that was added. */
	private final TreeMap<String, ListMachine> made = new TreeMap<>();

	RuntimeGroupTests() {
		this.servers.factory = new StateMachineFactory() {

			@Override
			public @Nullable StateMachine create(String group) {
				if (group.startsWith("broken")) {
					throw new IllegalStateException("no luck");
				}
				if (group.startsWith("incomplete")) {
					throw new NoClassDefFoundError("part");
				}
				return group.startsWith("unknown") ? null
						: RuntimeGroupTests.this.made.compute(group, (name, older) -> new ListMachine());
			}

			@Override
			public RaftGroupOptions options(String group) {
				return RuntimeGroupTests.this.servers.options;
			}

		};
	}

	private RaftGroupConfig config(String name, int id, Integer... members) {
		return new RaftGroupConfig(name, id, new TreeSet<>(List.of(members)), Collections.emptySortedSet(),
				this.servers.options);
	}

	private <T extends @Nullable Object> T done(CompletableFuture<T> future) {
		this.servers.assert20s(future::isDone);
		return future.join();
	}

	private void assertRefused(CompletableFuture<?> future, Reason reason) {
		this.servers.assert20s(future::isDone);
		assertThatExceptionOfType(Exception.class).isThrownBy(future::join)
			.havingCause()
			.isInstanceOfSatisfying(ServerChangeException.class,
					(refusal) -> assertThat(refusal.reason()).isEqualTo(reason));
	}

	private void addEverywhere(String name, int id) {
		for (Node node : this.servers.nodes.values()) {
			RaftGroup group = done(node.server().addGroup(config(name, id, 1, 2, 3)));
			assertThat(group.name()).isEqualTo(name);
			assertThat(node.server().groups()).contains(group);
		}
	}

	private void submit(Node node, String group, String command) {
		CompletableFuture<RaftOutput> output = node.group(group).submit(LocalCluster.command(command));
		this.servers.assert20s(output::isDone);
		assertThat(output).isCompleted();
	}

	/** On the node that made its state machine last. */
	private void awaitApplied(String group, String... commands) {
		this.servers.assert20s(() -> this.made.get(group).commands.equals(List.of(commands)));
	}

	@Test
	void anAddedGroupWorksAndIsBackAfterARestartWithItsLog() {
		this.servers.startAll();
		addEverywhere("added", 7);
		Node node = this.servers.nodes.get(2);
		submit(node, "added", "a");
		this.servers.nodes.values().forEach(Node::kill);
		this.servers.startAll();
		assertThat(node.server().groups()).extracting(RaftGroup::name).containsExactly("list", "added");
		submit(node, "added", "b");
		awaitApplied("added", "a", "b");
	}

	@Test
	void whatDoesNotFitIsRefusedBeforeAnythingChanges() {
		this.servers.startAll();
		Node node = this.servers.nodes.get(1);
		long operations = node.disk.operations();
		RaftServer server = node.server();
		assertRefused(server.addGroup(config("list", 9, 1, 2, 3)), Reason.NAME_TAKEN);
		assertRefused(server.addGroup(config("other", 1, 1, 2, 3)), Reason.ID_TAKEN);
		assertRefused(server.addGroup(config("other", 9, 1, 2, 8)), Reason.UNKNOWN_NODE);
		assertRefused(server.addGroup(config("unknown", 9, 1, 2, 3)), Reason.NO_STATE_MACHINE);
		assertRefused(server.removeGroup("other"), Reason.UNKNOWN_GROUP);
		CompletableFuture<RaftGroup> broken = server.addGroup(config("broken", 9, 1, 2, 3));
		this.servers.assert20s(broken::isDone);
		assertThat(broken).isCompletedExceptionally();
		assertThatExceptionOfType(Exception.class).isThrownBy(broken::join).havingCause().withMessage("no luck");
		CompletableFuture<RaftGroup> incomplete = server.addGroup(config("incomplete", 9, 1, 2, 3));
		this.servers.assert20s(incomplete::isDone);
		assertThatExceptionOfType(Exception.class).isThrownBy(incomplete::join)
			.havingCause()
			.withMessage("The state machine of group 'incomplete' cannot be made");
		assertRefused(server.addGroup(config("other", 9, 1, 2, 8)), Reason.UNKNOWN_NODE);
		assertThat(server.groups()).hasSize(1);
		assertThat(node.disk.exists(RosterFile.NAME)).isFalse();
		assertThat(node.disk.operations() - operations).isLessThan(100);
	}

	@Test
	void twoChangesAtOnceFollowOneAnother() {
		this.servers.startAll();
		RaftServer server = this.servers.nodes.get(1).server();
		CompletableFuture<RaftGroup> first = server.addGroup(config("same", 7, 1, 2, 3));
		CompletableFuture<RaftGroup> second = server.addGroup(config("same", 7, 1, 2, 3));
		CompletableFuture<@Nullable Void> removed = server.removeGroup("same");
		CompletableFuture<RaftGroup> third = server.addGroup(config("same", 7, 1, 2, 3));
		assertThat(done(third)).isNotSameAs(first.join());
		assertThat(first.join().status().condition()).isEqualTo(Condition.STOPPED);
		assertRefused(second, Reason.NAME_TAKEN);
		assertThat(removed).isCompleted();
	}

	@Test
	void aRemovedGroupIsSetAsideAndItsNameIsFreeForAnEmptyOne() {
		this.servers.startAll();
		addEverywhere("added", 7);
		submit(this.servers.nodes.get(1), "added", "a");
		for (Node node : this.servers.nodes.values()) {
			RaftGroup group = node.group("added");
			done(node.server().removeGroup("added"));
			assertThat(group.status().condition()).isEqualTo(Condition.STOPPED);
			assertThat(names(node)).containsExactly("added.removed-1", "list");
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> node.group("added"));
			CompletableFuture<RaftOutput> late = group.submit(LocalCluster.command("late"));
			this.servers.assert20s(late::isDone);
			assertThatExceptionOfType(Exception.class).isThrownBy(late::join)
				.havingCause()
				.isInstanceOf(NotExecutedException.class);
		}
		addEverywhere("added", 7);
		submit(this.servers.nodes.get(1), "added", "b");
		awaitApplied("added", "b");
		Node node = this.servers.nodes.get(3);
		done(node.server().removeGroup("added"));
		assertThat(names(node)).containsExactly("added.removed-1", "added.removed-2", "list");
		node.kill();
		node.start();
		assertThat(node.server().groups()).extracting(RaftGroup::name).containsExactly("list");
	}

	private static List<String> names(Node node) {
		try {
			return node.disk.list("groups");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Its messages find no group, and its answers nobody who counts them. */
	@Test
	void aRemovedGroupTakesNoPartAnyMore() {
		this.servers.startAll();
		addEverywhere("added", 7);
		submit(this.servers.nodes.get(1), "added", "a");
		done(this.servers.nodes.get(2).server().removeGroup("added"));
		done(this.servers.nodes.get(3).server().removeGroup("added"));
		CompletableFuture<RaftOutput> alone = this.servers.nodes.get(1)
			.group("added")
			.submit(LocalCluster.command("b"));
		this.servers.world.advance(Duration.ofSeconds(30));
		assertThat(alone).isCompletedExceptionally();
		this.servers.assert20s(() -> this.servers.nodes.values().stream().anyMatch(Node::leads));
	}

	@Test
	void aGroupThatCannotComeBackIsReportedAndHarmsNobody() {
		this.servers.startAll();
		RaftServer server = this.servers.nodes.get(1).server();
		done(server.addGroup(new RaftGroupDefinition(config("unknown-to-the-factory", 7, 1, 2, 3), new ListMachine())));
		done(server.addGroup(new RaftGroupDefinition(config("broken-later", 8, 1, 2, 3), new ListMachine())));
		done(server.addGroup(config("collides-later", 2, 1, 2, 3)));
		Node node = this.servers.nodes.get(1);
		this.servers.nodes.values().forEach(Node::kill);
		this.servers.groups = List.of("list", "second");
		this.servers.startAll();
		assertThat(node.server().groups()).extracting((group) -> group.name() + " " + group.status().condition())
			.containsExactly("list STARTING", "second STARTING", "broken-later NOT_HOSTED", "collides-later NOT_HOSTED",
					"unknown-to-the-factory NOT_HOSTED");
		assertThat(node.group("collides-later").status().detail()).contains("id 2").contains("'second'");
		assertThat(node.group("broken-later").status().detail()).contains("no luck");
		submit(node, "list", "a");
		submit(node, "second", "b");
		done(node.server().removeGroup("collides-later"));
		assertThat(names(node)).contains("collides-later.removed-1");
	}

	@Test
	void aGroupWhoseDataIsDamagedKeepsNoOtherFromComingBack() {
		this.servers.startAll();
		addEverywhere("a", 7);
		addEverywhere("b", 8);
		Node node = this.servers.nodes.get(1);
		node.kill();
		node.disk.flipBit("groups/a/log/" + firstSegment(node), 0, 0);
		node.start();
		assertThat(node.group("a").status().condition()).isEqualTo(Condition.STORAGE_FAILED);
		submit(node, "b", "x");
		submit(node, "list", "x");
		done(node.server().removeGroup("a"));
		assertThat(done(node.server().addGroup(config("a", 7, 1, 2, 3))).status().condition())
			.isNotEqualTo(Condition.STORAGE_FAILED);
	}

	private static String firstSegment(Node node) {
		try {
			return node.disk.list("groups/a/log")
				.stream()
				.filter((name) -> name.endsWith(".segment"))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void whatTheDiskRefusesIsUndone() {
		this.servers.startAll();
		Node node = this.servers.nodes.get(1);
		this.servers.leaderElected();
		int open = node.disk.openFiles();
		node.disk.faults().failNextSync((path) -> path.startsWith("groups/added"));
		CompletableFuture<RaftGroup> failed = node.server().addGroup(config("added", 7, 1, 2, 3));
		this.servers.assert20s(failed::isDone);
		assertThat(failed).isCompletedExceptionally();
		assertThat(node.server().groups()).hasSize(1);
		assertThat(node.disk.openFiles()).isEqualTo(open);
		node.kill();
		node.start();
		assertThat(node.server().groups()).hasSize(1);
		done(node.server().addGroup(config("added", 7, 1, 2, 3)));
	}

	@Test
	void aRosterThatCannotBeWrittenAddsNothingAndRemovesNothing() {
		this.servers.startAll();
		Node node = this.servers.nodes.get(1);
		done(node.server().addGroup(config("kept", 6, 1, 2, 3)));
		node.disk.faults().failNextSync((path) -> path.startsWith(RosterFile.NAME));
		CompletableFuture<RaftGroup> added = node.server().addGroup(config("added", 7, 1, 2, 3));
		this.servers.assert20s(added::isDone);
		assertThat(added).isCompletedExceptionally();
		assertThat(node.disk.exists("groups/added")).isFalse();
		node.disk.faults().failNextSync((path) -> path.startsWith(RosterFile.NAME));
		CompletableFuture<@Nullable Void> removed = node.server().removeGroup("kept");
		this.servers.assert20s(removed::isDone);
		assertThat(removed).isCompletedExceptionally();
		assertThat(names(node)).containsExactly("kept", "list");
		done(node.server().removeGroup("kept"));
		assertThat(names(node)).containsExactly("kept.removed-1", "list");
	}

	@Test
	void aRemovalThatTheDiskFailsInItsLastStepIsDoneAgain() {
		this.servers.startAll();
		Node node = this.servers.nodes.get(1);
		done(node.server().addGroup(config("added", 7, 1, 2, 3)));
		AtomicInteger syncs = new AtomicInteger();
		node.disk.faults().failNextSync((path) -> path.startsWith(RosterFile.NAME) && syncs.incrementAndGet() == 2);
		CompletableFuture<@Nullable Void> removed = node.server().removeGroup("added");
		this.servers.assert20s(removed::isDone);
		assertThat(removed).isCompletedExceptionally();
		done(node.server().removeGroup("added"));
		assertThat(names(node)).containsExactly("added.removed-1", "list");
		assertRefused(node.server().removeGroup("added"), Reason.UNKNOWN_GROUP);
	}

	@Test
	void aServerThatDoesNotRunChangesNothing() {
		this.servers.startAll();
		RaftServer server = this.servers.nodes.get(1).server();
		CompletableFuture<RaftGroup> before = server.addGroup(config("before", 7, 1, 2, 3));
		CompletableFuture<RaftGroup> waiting = server.addGroup(config("waiting", 8, 1, 2, 3));
		CompletableFuture<Void> stopped = server.stop().toCompletableFuture();
		assertRefused(server.addGroup(config("after", 9, 1, 2, 3)), Reason.NOT_RUNNING);
		this.servers.assert20s(stopped::isDone);
		assertThat(before).isDone();
		assertThat(waiting).isDone();
		assertThat(server.groups())
			.allSatisfy((group) -> assertThat(group.status().condition()).isIn(Condition.STOPPED, Condition.STARTING));
		assertThat(this.servers.nodes.get(1).disk.openFiles()).as("those of the journal").isEqualTo(1);
	}

	@Test
	void namesAreCheckedLikeThoseInTheConfiguration() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> config("added.removed-1", 7, 1));
	}

}
