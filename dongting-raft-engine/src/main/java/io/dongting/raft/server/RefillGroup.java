package io.dongting.raft.server;

import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.GroupStorage;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.log.vote.VoteStateLostException;
import io.dongting.raft.server.ServerChangeException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a group whose data is damaged with an empty log, which its leader fills again
 * (R28). First the floor is made durable, with term and vote; from then on the next
 * opening, be it here or at the next start, sets the damaged data aside and begins the
 * log anew. A crash leaves the one or the other.
 */
final class RefillGroup extends FiberFrame<RaftGroup> {

	private static final Logger log = LoggerFactory.getLogger(RefillGroup.class);

	private final ServerOperations server;

	private final String name;

	private @Nullable Runnable undo;

	RefillGroup(ServerOperations server, String name) {
		this.server = server;
		this.name = name;
	}

	@Override
	protected Step execute() {
		RaftGroupImpl group = this.server.groups().find(this.name);
		if (group == null) {
			throw new ServerChangeException(Reason.UNKNOWN_GROUP, "There is no group '" + this.name + "' on node "
					+ this.server.nodeId() + ", only " + this.server.groups().names() + ".");
		}
		GroupStarter.LeftOut leftOut = this.server.starter().leftOut(group);
		if (leftOut == null) {
			throw new ServerChangeException(Reason.NOT_DAMAGED,
					"Group '" + this.name + "' on node " + this.server.nodeId()
							+ " was not kept from starting by damage to its log; its condition is "
							+ group.status().condition() + ".");
		}
		if (this.server.nodes().addresses().keySet().stream().allMatch(this.server.nodes()::isSelf)) {
			throw new ServerChangeException(Reason.NO_OTHER_NODE, "Node " + this.server.nodeId()
					+ " knows no other node that group '" + this.name + "' could be refilled from.");
		}
		return await(this.server.changes().elsewhere("end of group " + this.name, leftOut.ended()),
				(ended) -> order(group, leftOut.stateMachine()));
	}

	private Step order(RaftGroupImpl group, StateMachine stateMachine) {
		GroupStarter.Start prepared = this.server.starter().prepare(group, stateMachine);
		this.undo = () -> this.server.starter()
			.leaveOut(group, new GroupStarter.LeftOut(stateMachine, prepared.abandon()));
		return await(this.server.changes().onStorage("floor of group " + this.name, prepared::orderRefill),
				(floor) -> open(group, prepared));
	}

	private Step open(RaftGroupImpl group, GroupStarter.Start prepared) {
		return await(this.server.changes().onStorage("files of group " + this.name, prepared::open),
				(storage) -> begin(group, prepared, storage));
	}

	private Step begin(RaftGroupImpl group, GroupStarter.Start prepared, GroupStorage storage) {
		return await(this.server.changes().elsewhere("start of group " + this.name, prepared.begin(storage)),
				(nothing) -> {
					this.server.starter().forget(group);
					log.warn("The damaged log of group '{}' on node {} is being refilled from its leader", this.name,
							this.server.nodeId());
					return finish(group);
				});
	}

	/** What the status says of the damage stays, unless the disk has failed now. */
	@Override
	protected Step handle(Exception ex) throws Exception {
		if (this.undo != null) {
			this.undo.run();
		}
		if (ex instanceof VoteStateLostException) {
			throw new ServerChangeException(Reason.VOTE_LOST, "Group '" + this.name
					+ "' cannot be refilled, for its term and vote are lost, too: " + ex.getMessage());
		}
		RaftGroupImpl group = this.server.groups().find(this.name);
		if (this.undo != null && group != null && !(ex instanceof ServerChangeException)) {
			group.refuseStart(Condition.STORAGE_FAILED, String.valueOf(ex.getMessage()));
		}
		throw ex;
	}

}
