package io.dongting.raft.server;

import java.util.function.Supplier;

import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.GroupStorage;
import io.dongting.raft.core.RaftGroupImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds a group to a running server: first to the roster, so that no group runs that the
 * next start would not know, then its files are opened, then it runs. What fails in
 * between is undone.
 */
final class AddGroup extends FiberFrame<RaftGroup> {

	private static final Logger log = LoggerFactory.getLogger(AddGroup.class);

	private final ServerOperations server;

	private final RaftGroupConfig config;

	private final Supplier<StateMachine> stateMachines;

	private @Nullable RaftGroupImpl group;

	private GroupStarter.@Nullable Start start;

	/** What the change has failed of, while it is undone. */
	private @Nullable Exception failure;

	/**
	 * Prepare to add a group.
	 * @param server the server
	 * @param config the group
	 * @param stateMachines gives its state machine or throws; may block
	 */
	AddGroup(ServerOperations server, RaftGroupConfig config, Supplier<StateMachine> stateMachines) {
		this.server = server;
		this.config = config;
		this.stateMachines = stateMachines;
	}

	@Override
	protected Step execute() {
		GroupChecks.Conflict conflict = this.server.checks().conflict(this.config);
		if (conflict != null) {
			throw conflict.asRefusal();
		}
		return await(
				this.server.changes().onStorage("state machine of group " + this.config.name(), this::makeStateMachine),
				this::enrol);
	}

	/** A class that is missing is the failure of this group, not of the server. */
	private StateMachine makeStateMachine() {
		try {
			return this.stateMachines.get();
		}
		catch (LinkageError ex) {
			throw new IllegalStateException("The state machine of group '" + this.config.name() + "' cannot be made",
					ex);
		}
	}

	private Step enrol(StateMachine stateMachine) {
		Roster.Group record = new Roster.Group(this.config.groupId(), this.config.members(), this.config.observers());
		RosterKeeper keeper = this.server.roster();
		return await(
				this.server.changes()
					.onStorage("roster of group " + this.config.name(),
							() -> keeper.write(keeper.setAside().withGroup(this.config.name(), record))),
				(written) -> open(stateMachine));
	}

	private Step open(StateMachine stateMachine) {
		RaftGroupImpl added = new RaftGroupImpl(this.server.nodeId(), this.config);
		this.group = added;
		this.server.groups().add(added);
		GroupStarter.Start prepared = this.server.starter().prepare(added, stateMachine);
		this.start = prepared;
		return await(this.server.changes().onStorage("files of group " + this.config.name(), prepared::open),
				(storage) -> begin(added, prepared, storage));
	}

	private Step begin(RaftGroupImpl added, GroupStarter.Start prepared, GroupStorage storage) {
		return await(this.server.changes().elsewhere("start of group " + this.config.name(), prepared.begin(storage)),
				(nothing) -> {
					log.info("Node {} hosts the new group '{}'", this.server.nodeId(), this.config.name());
					return finish(added);
				});
	}

	@Override
	protected Step handle(Exception ex) throws Exception {
		if (this.failure != null) {
			if (ex != this.failure) {
				this.failure.addSuppressed(ex);
			}
			throw this.failure;
		}
		if (this.group == null) {
			throw ex;
		}
		this.failure = ex;
		if (this.start != null) {
			this.start.abandon();
		}
		this.group.refuseStart(Condition.STORAGE_FAILED, String.valueOf(ex.getMessage()));
		this.server.groups().remove(this.group);
		RosterKeeper keeper = this.server.roster();
		return await(this.server.changes()
			.onStorage("roster without group " + this.config.name(),
					() -> keeper.write(keeper.roster().withoutGroup(this.config.name()))),
				(written) -> {
					throw ex;
				});
	}

}
