package io.dongting.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupListener;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Sees to it that each group knows which commands this node can apply. Nothing waits for
 * that: it happens when a group is ready here, and again when its leader or its members
 * change.
 */
class CommandAnnouncer implements RaftGroupListener, SmartInitializingSingleton {

	private final RaftServer server;

	private final RaftGroups groups;

	private final TypedStateMachines machines;

	private final Duration timeout;

	private final Map<String, GroupAnnouncement> announcements = new ConcurrentHashMap<>();

	CommandAnnouncer(RaftServer server, RaftGroups groups, TypedStateMachines machines, Duration timeout) {
		this.server = server;
		this.groups = groups;
		this.machines = machines;
		this.timeout = timeout;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.server.addListener(this);
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
			this.announcements.keySet().removeIf((other) -> !other.equals(group) && this.groups.find(other).isEmpty());
			this.announcements
				.computeIfAbsent(group,
						(name) -> new GroupAnnouncement(name, () -> this.groups.find(name).orElse(null),
								() -> this.machines.find(name), this.timeout))
				.makeSure();
		}
	}

}
