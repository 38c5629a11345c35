package io.dongting.raft.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.metrics.RaftMeters;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.server.VirtualServers.SavingListMachine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the meters of whole servers say.
 */
class MeasuredServersTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualServers servers = new VirtualServers(3);

	private final TreeMap<Integer, SimpleMeterRegistry> registries = new TreeMap<>();

	MeasuredServersTests() {
		this.servers.meters = (nodeId) -> {
			RaftMeters meters = new RaftMeters();
			meters.bindTo(registry(nodeId));
			return meters;
		};
	}

	private SimpleMeterRegistry registry(int nodeId) {
		return this.registries.computeIfAbsent(nodeId, (id) -> new SimpleMeterRegistry());
	}

	private RequiredSearch on(Node node, String name, String... tags) {
		return registry(node.id).get("dongting.raft." + name).tag("group", "list").tags(tags);
	}

	private Timer timer(Node node, String name) {
		return on(node, name).timer();
	}

	private DistributionSummary summary(Node node, String name) {
		return on(node, name).summary();
	}

	private double gauge(Node node, String name, String... tags) {
		return on(node, name, tags).gauge().value();
	}

	private double count(Node node, String name) {
		return on(node, name).counter().count();
	}

	private double proposals(Node node, String outcome, String reason) {
		return on(node, "proposals", "outcome", outcome, "reason", reason).counter().count();
	}

	private double allProposals(Node node) {
		return on(node, "proposals").counters().stream().mapToDouble(Counter::count).sum();
	}

	private Set<String> peersShown(Node node) {
		Collection<Gauge> lags = registry(node.id).find("dongting.raft.peer.lag").gauges();
		return lags.stream().map((lag) -> lag.getId().getTag("peer")).collect(Collectors.toSet());
	}

	private Set<String> others(Node node) {
		return this.servers.nodes.keySet()
			.stream()
			.filter((id) -> id != node.id)
			.map(String::valueOf)
			.collect(Collectors.toSet());
	}

	private CompletableFuture<RaftOutput> submit(Node node, String command, Duration timeout) {
		return node.group().submit(new RaftInput(command.getBytes(), timeout));
	}

	private void execute(Node node, int count) {
		for (int i = 0; i < count; i++) {
			CompletableFuture<RaftOutput> output = submit(node, "command", TIMEOUT);
			this.servers.assert20s(output::isDone);
			assertThat(output).isCompleted();
		}
	}

	private Node start() {
		this.servers.startAll();
		Node leader = this.servers.leaderElected();
		this.servers
			.assert20s(() -> this.servers.nodes.values().stream().allMatch((node) -> gauge(node, "ready") == 1));
		return leader;
	}

	@Test
	void commandsAreCountedWhereTheyWereSubmitted() {
		Node leader = start();
		Node follower = this.servers.followers().get(0);
		execute(leader, 3);
		execute(follower, 2);
		assertThat(proposals(leader, "executed", "none")).isEqualTo(3);
		assertThat(proposals(follower, "executed", "none")).isEqualTo(2);
		assertThat(allProposals(leader)).isEqualTo(3);
		assertThat(allProposals(follower)).isEqualTo(2);
	}

	@Test
	void batchesAreMeasuredWhereTheyAreAppendedAndWhereTheyAreApplied() {
		Node leader = start();
		Node follower = this.servers.followers().get(0);
		execute(follower, 2);
		List<CompletableFuture<RaftOutput>> together = List.of(submit(leader, "one", TIMEOUT),
				submit(leader, "two", TIMEOUT), submit(leader, "three", TIMEOUT));
		this.servers.assert20s(() -> together.stream().allMatch(CompletableFuture::isDone));
		assertThat(summary(leader, "append.batch").count()).isEqualTo(3);
		assertThat(summary(leader, "append.batch").totalAmount()).isEqualTo(5);
		assertThat(summary(leader, "append.batch").max()).isEqualTo(3);
		assertThat(summary(leader, "append.batch.size").totalAmount()).isGreaterThan(5 * "one".length());
		assertThat(timer(leader, "commit").count()).isEqualTo(3);
		assertThat(timer(leader, "commit").max(TimeUnit.MILLISECONDS)).isPositive();
		assertThat(summary(follower, "append.batch").count()).isZero();
		assertThat(timer(follower, "commit").count()).isZero();
		this.servers.assert20s(() -> gauge(follower, "applied.index") == gauge(leader, "applied.index"));
		for (Node node : List.of(leader, follower)) {
			assertThat(summary(node, "apply.batch").totalAmount()).isEqualTo(gauge(node, "applied.index"));
			assertThat(timer(node, "apply").count()).isEqualTo(summary(node, "apply.batch").count());
			assertThat(timer(node, "fsync").count()).isPositive();
		}
	}

	@Test
	void whatIsNotExecutedIsCountedByItsReason() {
		Node leader = start();
		submit(leader, "x".repeat(64 * 1024 + 1), TIMEOUT);
		assertThat(proposals(leader, "not-executed", "too-large")).isEqualTo(1);
		this.servers.followers().forEach(Node::kill);
		CompletableFuture<RaftOutput> appended = submit(leader, "never committed", Duration.ofMillis(500));
		this.servers.assert20s(appended::isDone);
		assertThat(proposals(leader, "unknown", "none")).isEqualTo(1);
		this.servers.assert20s(() -> gauge(leader, "leader.known") == 0);
		CompletableFuture<RaftOutput> waiting = submit(leader, "no leader", Duration.ofMillis(500));
		this.servers.assert20s(waiting::isDone);
		assertThat(proposals(leader, "not-executed", "no-leader")).isEqualTo(1);
		assertThat(allProposals(leader)).isEqualTo(3);
		assertThat(gauge(leader, "pending.tasks")).isEqualTo(1);
		assertThat(gauge(leader, "pending.size")).isEqualTo("never committed".length());
	}

	@Test
	void onlyALeaderShowsHowFarTheOthersAreBehind() {
		Node leader = start();
		this.servers.assert20s(() -> peersShown(leader).equals(others(leader)));
		Node lost = this.servers.followers().get(0);
		Node successor = this.servers.followers().get(1);
		lost.kill();
		execute(leader, 2);
		this.servers.assert20s(() -> gauge(leader, "peer.lag", "peer", String.valueOf(lost.id)) == 2
				&& gauge(leader, "peer.lag", "peer", String.valueOf(successor.id)) == 0);
		assertThat(peersShown(successor)).isEmpty();
		leader.group().transferLeadership(TransferRequest.to(successor.id, TIMEOUT));
		this.servers.assert20s(() -> peersShown(successor).equals(others(successor)));
		this.servers.assert20s(() -> peersShown(leader).isEmpty());
	}

	@Test
	void electionsAndRolesAreShown() {
		Node leader = start();
		for (Node node : this.servers.nodes.values()) {
			boolean leads = node == leader;
			assertThat(gauge(node, "role", "role", "leader")).isEqualTo(leads ? 1 : 0);
			assertThat(gauge(node, "role", "role", "follower")).isEqualTo(leads ? 0 : 1);
			assertThat(on(node, "role").gauges().stream().mapToDouble(Gauge::value).sum()).isEqualTo(1);
			assertThat(gauge(node, "leader.known")).isEqualTo(1);
			assertThat(gauge(node, "term")).isEqualTo(leader.status().term());
			assertThat(count(node, "elections.won")).isEqualTo(leads ? 1 : 0);
		}
		assertThat(count(leader, "elections")).isEqualTo(1);
	}

	@Test
	void snapshotsAreMeasuredWhereTheyAreSavedAndWhereTheyAreInstalled() {
		this.servers.withSnapshots(new SnapshotOptions(0, 0, Duration.ZERO, false, 1, 0, 16 * 1024, 0, 1));
		Node leader = start();
		Node behind = this.servers.followers().get(0);
		behind.kill();
		this.registries.remove(behind.id);
		for (int i = 0; i < 30; i++) {
			CompletableFuture<RaftOutput> output = submit(leader, "x".repeat(60_000), TIMEOUT);
			this.servers.assert20s(output::isDone);
		}
		assertThat(save(leader)).isCompleted();
		long sizeBytes = (long) summary(leader, "snapshot.save.size").totalAmount();
		assertThat(sizeBytes).isGreaterThan(30 * 60_000);
		assertThat(timer(leader, "snapshot.save").count()).isEqualTo(1);
		assertThat(timer(leader, "snapshot.save").totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(gauge(leader, "snapshot.index")).isEqualTo(leader.status().snapshot().index());
		this.servers.assert20s(() -> gauge(leader, "first.log.index") > 10);
		behind.start();
		this.servers.assert20s(() -> behind.status().appliedIndex() == leader.status().appliedIndex());
		assertThat(timer(behind, "snapshot.install").count()).isEqualTo(1);
		assertThat(timer(behind, "snapshot.install").totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(summary(behind, "snapshot.install.size").totalAmount()).isEqualTo(sizeBytes);
		assertThat(timer(leader, "snapshot.install").count()).isZero();
		((SavingListMachine) leader.machine).failing = true;
		execute(leader, 1);
		assertThat(save(leader)).isCompletedExceptionally();
		assertThat(count(leader, "snapshot.save.failures")).isEqualTo(1);
		assertThat(timer(leader, "snapshot.save").count()).isEqualTo(1);
	}

	private CompletableFuture<Long> save(Node node) {
		CompletableFuture<Long> saved = node.group().saveSnapshot(TIMEOUT);
		this.servers.assert20s(saved::isDone);
		return saved;
	}

	@Test
	void aGroupTakesItsMetersAlong() {
		Node leader = start();
		int ofOneGroup = registry(leader.id).getMeters().size() - peersShown(leader).size();
		this.servers.nodes.values().forEach((node) -> {
			CompletableFuture<?> added = node.server()
				.addGroup(new RaftGroupDefinition(new RaftGroupConfig("more", 9, new TreeSet<>(List.of(1, 2, 3)),
						new TreeSet<>(), this.servers.options), new ListMachine()));
			this.servers.assert20s(added::isDone);
			assertThat(added).isCompleted();
		});
		this.servers.assert20s(() -> leader.group("more").status().ready());
		assertThat(registry(leader.id).get("dongting.raft.term").tag("group", "more").gauge().value()).isPositive();
		CompletableFuture<?> removed = leader.server().removeGroup("more");
		this.servers.assert20s(removed::isDone);
		assertThat(registry(leader.id).getMeters()).noneMatch((meter) -> "more".equals(meter.getId().getTag("group")))
			.hasSize(ofOneGroup + peersShown(leader).size());
		execute(leader, 1);
		assertThat(proposals(leader, "executed", "none")).isEqualTo(1);
	}

	@Test
	void aRegistryThatFailsDisturbsNoGroup() {
		this.servers.meters = (nodeId) -> {
			RaftMeters meters = new RaftMeters();
			meters.bindTo(new FailingRegistry());
			return meters;
		};
		this.servers.startAll();
		Node leader = this.servers.leaderElected();
		execute(leader, 2);
		execute(this.servers.followers().get(0), 2);
		assertThat(leader.commands()).hasSize(4);
	}

	/** Registers what is registered at first, and fails at everything that follows. */
	private static final class FailingRegistry extends SimpleMeterRegistry {

		@Override
		protected Counter newCounter(Meter.Id id) {
			return new Counter() {

				@Override
				public void increment(double amount) {
					throw new IllegalStateException("counter");
				}

				@Override
				public double count() {
					return 0;
				}

				@Override
				public Id getId() {
					return id;
				}

			};
		}

		@Override
		protected <T> Gauge newGauge(Meter.Id id, T object, ToDoubleFunction<T> value) {
			if (id.getName().endsWith("peer.lag")) {
				throw new IllegalStateException("gauge");
			}
			return super.newGauge(id, object, value);
		}

	}

}
