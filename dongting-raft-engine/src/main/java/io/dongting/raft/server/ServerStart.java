package io.dongting.raft.server;

import java.io.IOException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.core.RaftGroupImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the groups that were given to a server and those that were added in earlier
 * runs, and dials the nodes. Whatever is wrong with one group harms no other.
 */
final class ServerStart {

	private static final Logger log = LoggerFactory.getLogger(ServerStart.class);

	private final ServerOperations server;

	private final StateMachineFactory stateMachines;

	ServerStart(ServerOperations server, StateMachineFactory stateMachines) {
		this.server = server;
		this.stateMachines = stateMachines;
	}

	/**
	 * Start everything. Blocks while files are read.
	 * @param given the groups that were given, with their state machines
	 */
	void run(Map<RaftGroupImpl, StateMachine> given) {
		this.server.roster().roster().nodes().forEach(this::remember);
		SortedSet<String> stale = finishSettingAside();
		given.forEach((group, stateMachine) -> start(group, stateMachine, stale));
		this.server.roster().roster().groups().forEach((name, group) -> bringBack(name, group, stale));
		this.server.nodes().addresses().forEach((node, address) -> {
			if (!this.server.nodes().isSelf(node)) {
				this.server.transport().connect(node, address);
			}
		});
	}

	private void remember(int nodeId, HostPort address) {
		if (!this.server.hasPort()) {
			log.warn("Node {} opens no port, so node {}, which was added at runtime, is out of reach",
					this.server.nodeId(), nodeId);
		}
		else if (!this.server.nodes().isKnown(nodeId)) {
			this.server.nodes().put(nodeId, address);
		}
		else if (!address.equals(this.server.nodes().addressOf(nodeId))) {
			log.warn("Node {} was told at runtime that node {} is at {}, but its configuration says {}, which counts",
					this.server.nodeId(), nodeId, address, this.server.nodes().addressOf(nodeId));
		}
	}

	/** Return the groups whose directories still hold what belongs to removed ones. */
	private SortedSet<String> finishSettingAside() {
		try {
			this.server.roster().setAside();
			return new TreeSet<>();
		}
		catch (IOException ex) {
			SortedSet<String> stale = new TreeSet<>(this.server.roster().roster().settingAside().keySet());
			log.error("The data of the removed groups {} cannot be set aside", stale, ex);
			return stale;
		}
	}

	private void start(RaftGroupImpl group, StateMachine stateMachine, SortedSet<String> stale) {
		if (stale.contains(group.name())) {
			group.refuseStart(Condition.STORAGE_FAILED,
					"The data of a removed group of this name cannot be set aside.");
		}
		else {
			this.server.starter().start(group, stateMachine);
		}
	}

	private void bringBack(String name, Roster.Group added, SortedSet<String> stale) {
		RaftGroupImpl same = this.server.groups().find(name);
		if (same != null) {
			if (same.groupId() != added.groupId()) {
				log.warn(
						"Group '{}' was added at runtime with the id {}, but is configured with the id {}, which counts",
						name, added.groupId(), same.groupId());
			}
			return;
		}
		RaftGroupImpl other = this.server.groups().withId(added.groupId());
		Supply supply = supply(name);
		RaftGroupImpl group = new RaftGroupImpl(this.server.nodeId(),
				new RaftGroupConfig(name, added.groupId(), added.members(), added.observers(), supply.options()));
		this.server.groups().add(group);
		if (other != null) {
			refuse(group, "Its id " + added.groupId() + " is now that of group '" + other.name() + "'.");
		}
		else if (supply.stateMachine() == null) {
			refuse(group, supply.problem());
		}
		else {
			start(group, supply.stateMachine(), stale);
		}
	}

	private Supply supply(String name) {
		try {
			return new Supply(this.stateMachines.options(name), this.stateMachines.create(name),
					"The application has no state machine for it any more.");
		}
		catch (RuntimeException | LinkageError ex) {
			log.error("The state machine of group '{}' cannot be made", name, ex);
			return new Supply(RaftGroupOptions.DEFAULTS, null, "Its state machine cannot be made: " + ex);
		}
	}

	private void refuse(RaftGroupImpl group, String reason) {
		log.error("Group '{}', which was added at runtime, is not hosted on node {}: {} Its data is kept.",
				group.name(), this.server.nodeId(), reason);
		group.refuseStart(Condition.NOT_HOSTED, reason);
	}

	/**
	 * What the application gives to a group that comes back.
	 *
	 * @param options how it behaves
	 * @param stateMachine what it drives, {@code null} if there is none
	 * @param problem why there is none, if there is none
	 */
	private record Supply(RaftGroupOptions options, @Nullable StateMachine stateMachine, String problem) {

	}

}
