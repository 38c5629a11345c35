package io.dongting.raft.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.dongting.raft.NotExecutedException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;

/**
 * What became of the commands that were submitted on this node. All outcomes are there
 * from the beginning, so that none seems to come out of nothing.
 */
final class ProposalCounters {

	private static final String NO_REASON = "none";

	private final Counter executed;

	private final Counter unknown;

	private final Map<Reason, Counter> notExecuted = new EnumMap<>(Reason.class);

	ProposalCounters(GroupRegistry registry) {
		this.executed = counter(registry, "executed", NO_REASON);
		this.unknown = counter(registry, "unknown", NO_REASON);
		for (Reason reason : Reason.values()) {
			this.notExecuted.put(reason, counter(registry, "not-executed", nameOf(reason)));
		}
	}

	private static Counter counter(GroupRegistry registry, String outcome, String reason) {
		return registry.counter("proposals",
				"Commands that were submitted on this node, by what their submitters were told",
				Tag.of("outcome", outcome), Tag.of("reason", reason));
	}

	private static String nameOf(Reason reason) {
		return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	Counter executed() {
		return this.executed;
	}

	Counter unknown() {
		return this.unknown;
	}

	Counter notExecuted(Reason reason) {
		return Objects.requireNonNull(this.notExecuted.get(reason));
	}

}
