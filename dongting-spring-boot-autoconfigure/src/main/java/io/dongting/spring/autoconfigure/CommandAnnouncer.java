package io.dongting.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupListener;
import io.dongting.spring.RaftGroups;

/**
 * Sees to it that each group knows which commands this node can apply. Nothing waits for
 * that: it happens when a group is ready here, and again when its leader or its members
 * change.
 */
class CommandAnnouncer implements RaftGroupListener {

	private final Supplier<RaftGroups> groups;

	private final TypedStateMachines machines;

	private final Duration timeout;

	private final Map<String, GroupAnnouncement> announcements = new ConcurrentHashMap<>();

	/**
	 * Create the announcer.
	 * @param groups where to find the groups, which are there when the first is ready
	 * @param machines the state machines of the groups
	 * @param timeout how long one attempt to announce may take
	 */
	CommandAnnouncer(Supplier<RaftGroups> groups, TypedStateMachines machines, Duration timeout) {
		this.groups = groups;
		this.machines = machines;
		this.timeout = timeout;
	}

	@Override
	public void becameReady(GroupStatus status) {
		announce(status.group());
	}

	@Override
	public void leadershipGained(GroupStatus status, long fencingToken) {
		announce(status.group());
	}

	@Override
	public void configurationChanged(GroupStatus status) {
		if (status.ready()) {
			announce(status.group());
		}
	}

	private void announce(String group) {
		if (this.machines.find(group) != null) {
			RaftGroups present = this.groups.get();
			this.announcements.keySet().removeIf((other) -> !other.equals(group) && present.find(other).isEmpty());
			this.announcements
				.computeIfAbsent(group,
						(name) -> new GroupAnnouncement(name, () -> present.find(name).orElse(null),
								() -> this.machines.find(name), this.timeout))
				.makeSure();
		}
	}

}
