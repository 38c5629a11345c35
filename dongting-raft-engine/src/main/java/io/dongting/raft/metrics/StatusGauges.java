package io.dongting.raft.metrics;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftRole;
import io.micrometer.core.instrument.Tag;

/**
 * What the status of a group says, as gauges.
 */
final class StatusGauges {

	private final GroupRegistry registry;

	private StatusGauges(GroupRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Register all that every node has, whatever its role.
	 * @param registry takes the gauges
	 * @param options how the group behaves
	 */
	static void register(GroupRegistry registry, RaftGroupOptions options) {
		StatusGauges gauges = new StatusGauges(registry);
		gauges.role();
		gauges.position();
		gauges.pending(options);
	}

	private void role() {
		for (RaftRole role : RaftRole.values()) {
			this.registry.gauge("role", null, "1 for the role that this node has in the group, 0 for the others",
					(status) -> oneIf(status.role() == role), Tag.of("role", role.name().toLowerCase(Locale.ROOT)));
		}
		gauge("term", "The current term", GroupStatus::term);
		gauge("leader.known", "1 if this node knows the leader of the term or is it, else 0",
				(status) -> oneIf(status.leaderId() != 0));
		gauge("ready", "1 if this node has caught up since it started and can serve, else 0",
				(status) -> oneIf(status.ready()));
	}

	private void position() {
		gauge("commit.index", "The last entry known to be committed", GroupStatus::commitIndex);
		gauge("applied.index", "The last entry applied to the state machine", GroupStatus::appliedIndex);
		gauge("first.log.index", "The first entry that is still in the log", GroupStatus::firstLogIndex);
		gauge("last.log.index", "The last entry in the log", GroupStatus::lastLogIndex);
		gauge("snapshot.index", "The last entry that the newest snapshot on this node covers, 0 without one",
				(status) -> status.snapshot().index());
	}

	private void pending(RaftGroupOptions options) {
		gauge("pending.tasks", "Commands that this node has accepted and not answered yet",
				(status) -> status.pending().tasks());
		gauge("pending.tasks.limit", "How many commands this node accepts before they are answered",
				(status) -> options.maxPendingTasks());
		this.registry.gauge("pending.size", "bytes", "The size of the commands that are accepted and not answered yet",
				(status) -> status.pending().bytes());
		this.registry.gauge("pending.size.limit", "bytes",
				"The size of commands that this node accepts before they are answered",
				(status) -> options.maxPendingBytes());
	}

	private void gauge(String name, String description, ToDoubleFunction<GroupStatus> value) {
		this.registry.gauge(name, null, description, value);
	}

	private static double oneIf(boolean condition) {
		return condition ? 1 : 0;
	}

}
