package io.dongting.raft.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.LogItem;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.raft.server.RaftServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Registering meters and removing them; what they measure is told elsewhere.
 */
class RaftMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private static RaftServer server(RaftMeters meters) {
		RaftGroupConfig config = new RaftGroupConfig("orders", 1, new TreeSet<>(List.of(1)),
				Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS);
		return new RaftServer(RaftServerConfig.alone(1), List.of(new RaftGroupDefinition(config, new FussyMachine())),
				RaftEnvironment.inMemory().measuredBy(meters));
	}

	private double value(String name) {
		return this.registry.get(name).gauge().value();
	}

	@Test
	void theGroupsOfAServerAreMeasuredBeforeItStartsAndUntilItIsClosed() {
		RaftMeters meters = new RaftMeters();
		meters.bindTo(this.registry);
		try (RaftServer server = server(meters)) {
			assertThat(server.group("orders").status().condition()).isEqualTo(Condition.STARTING);
			assertThat(this.registry.getMeters()).isNotEmpty()
				.allMatch((meter) -> meter.getId().getName().startsWith("dongting.raft."))
				.allMatch((meter) -> "orders".equals(meter.getId().getTag("group")))
				.allMatch((meter) -> !Objects.requireNonNull(meter.getId().getDescription()).isBlank());
			assertThat(value("dongting.raft.term")).isZero();
			server.start();
			server.group("orders").submit(new RaftInput(new byte[] { 1 }, Duration.ofSeconds(20))).join();
			assertThat(value("dongting.raft.term")).isPositive();
			assertThat(value("dongting.raft.applied.index")).isPositive();
		}
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void aRegistryMayBeBoundLaterAndAnotherAfterIt() {
		RaftMeters meters = new RaftMeters();
		try (RaftServer server = server(meters)) {
			assertThat(this.registry.getMeters()).isEmpty();
			meters.bindTo(this.registry);
			MeterRegistry another = new SimpleMeterRegistry();
			meters.bindTo(another);
			assertThat(this.registry.getMeters()).isNotEmpty();
			assertThat(another.getMeters()).extracting(Meter::getId)
				.containsExactlyInAnyOrderElementsOf(this.registry.getMeters().stream().map(Meter::getId).toList());
			assertThat(server.groups()).hasSize(1);
		}
	}

	@Test
	void whoLeadsWhenARegistryIsBoundShowsTheOthers() {
		RaftMeters meters = new RaftMeters();
		try (RaftServer server = server(meters)) {
			GroupMeters late = meters.of(server.group("orders"), RaftGroupOptions.DEFAULTS);
			late.peersChanged(Set.of(2, 3));
			late.electionWon();
			meters.bindTo(this.registry);
			assertThat(this.registry.get("dongting.raft.peer.lag").gauges()).hasSize(2);
			late.electionWon();
			assertThat(this.registry.get("dongting.raft.elections.won").counter().count()).isEqualTo(1);
			late.peersChanged(Set.of(3));
			assertThat(this.registry.get("dongting.raft.peer.lag").gauges()).singleElement()
				.satisfies((gauge) -> assertThat(gauge.getId().getTag("peer")).isEqualTo("3"));
		}
	}

	@Test
	void aGroupThatLeavesBeforeARegistryIsBoundIsNotRegistered() {
		RaftMeters meters = new RaftMeters();
		server(meters).close();
		meters.bindTo(this.registry);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void whatAGroupThatDoesNotRunRefusesIsCounted() {
		RaftMeters meters = new RaftMeters();
		meters.bindTo(this.registry);
		try (RaftServer server = server(meters)) {
			RaftInput input = new RaftInput(new byte[] { 1 }, Duration.ofSeconds(20));
			assertThat(server.group("orders").submit(input)).isCompletedExceptionally();
			assertThat(proposals("not-executed", "stopped")).isEqualTo(1);
		}
	}

	@Test
	void whatTheStateMachineRefusedIsNotCountedAsExecuted() {
		RaftMeters meters = new RaftMeters();
		meters.bindTo(this.registry);
		try (RaftServer server = server(meters)) {
			server.start();
			RaftGroup group = server.group("orders");
			group.submit(new RaftInput(new byte[] { 1 }, Duration.ofSeconds(20))).join();
			assertThat(group.submit(new RaftInput(new byte[] { 9 }, Duration.ofSeconds(20))).join().result())
				.containsExactly(9);
			// What is read between two applies comes after what those have counted
			group.read(ReadConsistency.STALE, Duration.ofSeconds(20), () -> "done").join();
			assertThat(proposals("not-executed", "not-accepted")).isEqualTo(1);
			assertThat(proposals("executed", "none")).isEqualTo(1);
		}
	}

	private double proposals(String outcome, String reason) {
		return this.registry.get("dongting.raft.proposals")
			.tags("outcome", outcome, "reason", reason)
			.counter()
			.count();
	}

	@Test
	void serversWithTagsOfTheirOwnShareARegistry() {
		RaftMeters first = new RaftMeters(Tags.of("node", "1"));
		RaftMeters second = new RaftMeters(Tags.of("node", "2"));
		first.bindTo(this.registry);
		second.bindTo(this.registry);
		try (RaftServer one = server(first)) {
			try (RaftServer other = server(second)) {
				assertThat(this.registry.get("dongting.raft.term").gauges()).hasSize(2);
				assertThat(one.nodeId()).isEqualTo(other.nodeId());
			}
			assertThat(this.registry.get("dongting.raft.term").gauges()).singleElement()
				.satisfies((gauge) -> assertThat(gauge.getId().getTag("node")).isEqualTo("1"));
		}
	}

	@Test
	void theLimitsOfTheQueueAreThoseOfTheGroup() {
		RaftMeters meters = new RaftMeters();
		meters.bindTo(this.registry);
		try (RaftServer server = server(meters)) {
			assertThat(server.nodeId()).isEqualTo(1);
			assertThat(value("dongting.raft.pending.tasks.limit"))
				.isEqualTo(RaftGroupOptions.DEFAULTS.maxPendingTasks());
			assertThat(value("dongting.raft.pending.size.limit"))
				.isEqualTo(RaftGroupOptions.DEFAULTS.maxPendingBytes());
		}
	}

	/** Refuses commands that begin with 9. */
	private static final class FussyMachine implements StateMachine {

		@Override
		public byte[] apply(LogItem item) {
			return new byte[] { item.body().get(item.body().position()) };
		}

		@Override
		public @Nullable Reason refusal(byte[] result) {
			return (result[0] == 9) ? Reason.NOT_ACCEPTED : null;
		}

	}

}
