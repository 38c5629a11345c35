package io.dongting.raft.server;

import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.server.ServerChangeException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a group off a running server. It stops first, then the roster says that it is
 * gone, then its directory gets another name; whatever of that a crash leaves undone is
 * done at the next start, or was not begun. If the roster cannot be written, the group
 * stays, stopped; whatever fails, the group may be removed again.
 */
final class RemoveGroup extends FiberFrame<@Nullable Void> {

	private static final Logger log = LoggerFactory.getLogger(RemoveGroup.class);

	private final ServerOperations server;

	private final String name;

	RemoveGroup(ServerOperations server, String name) {
		this.server = server;
		this.name = name;
	}

	@Override
	protected Step execute() {
		RaftGroupImpl group = this.server.groups().find(this.name);
		if (group == null && this.server.roster().roster().settingAside().containsKey(this.name)) {
			// the disk has failed the removal before this one
			return setAside();
		}
		if (group == null) {
			throw new ServerChangeException(Reason.UNKNOWN_GROUP, "There is no group '" + this.name + "' on node "
					+ this.server.nodeId() + ", only " + this.server.groups().names() + ".");
		}
		return await(this.server.changes().elsewhere("stop of group " + this.name, group.stop()),
				(stopped) -> forget(group));
	}

	private Step forget(RaftGroupImpl group) {
		RosterKeeper keeper = this.server.roster();
		return await(this.server.changes()
			.onStorage("roster without group " + this.name,
					() -> keeper.write(keeper.setAside().withRemoval(this.name))),
				(written) -> {
					this.server.groups().remove(group);
					this.server.starter().removed(group);
					return setAside();
				});
	}

	private Step setAside() {
		return await(this.server.changes().onStorage("data of group " + this.name, this.server.roster()::setAside),
				(written) -> {
					log.info("Node {} hosts group '{}' no more", this.server.nodeId(), this.name);
					return finish();
				});
	}

}
