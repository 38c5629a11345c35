package io.dongting.raft.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroup;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Registers the meters of one group under its tag, and removes them again. Thread-safe.
 */
final class GroupRegistry {

	private static final String PREFIX = "dongting.raft.";

	private final MeterRegistry registry;

	private final Tags tags;

	private final RaftGroup group;

	private final List<Meter> registered = new CopyOnWriteArrayList<>();

	GroupRegistry(MeterRegistry registry, Tags tags, RaftGroup group) {
		this.registry = registry;
		this.tags = tags.and("group", group.name());
		this.group = group;
	}

	Timer timer(String name, String description) {
		return remember(Timer.builder(PREFIX + name).description(description).tags(this.tags).register(this.registry));
	}

	Counter counter(String name, String description, Tag... more) {
		return remember(Counter.builder(PREFIX + name)
			.description(description)
			.tags(this.tags.and(more))
			.register(this.registry));
	}

	DistributionSummary summary(String name, String baseUnit, String description) {
		return remember(DistributionSummary.builder(PREFIX + name)
			.baseUnit(baseUnit)
			.description(description)
			.tags(this.tags)
			.register(this.registry));
	}

	/** A level is read from the status when somebody wants to know it. */
	Gauge gauge(String name, @Nullable String baseUnit, String description, ToDoubleFunction<GroupStatus> value,
			Tag... more) {
		return remember(Gauge.builder(PREFIX + name, this.group, (measured) -> value.applyAsDouble(measured.status()))
			.baseUnit(baseUnit)
			.description(description)
			.tags(this.tags.and(more))
			.register(this.registry));
	}

	private <M extends Meter> M remember(M meter) {
		this.registered.add(meter);
		return meter;
	}

	void remove(Meter meter) {
		this.registered.remove(meter);
		this.registry.remove(meter);
	}

	void removeAll() {
		this.registered.forEach(this::remove);
	}

}
