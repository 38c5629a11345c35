package io.dongting.simulation.invariant;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedNode;

/**
 * All that is watched of one replica.
 *
 * @param replica what it holds
 * @param said what it says
 * @param freeze how it hands over
 * @param room what it does without room on its disk
 * @param token what it tells of its leadership
 */
record Watched(ReplicaWatch replica, SaidWatch said, FreezeWatch freeze, RoomWatch room, TokenWatch token) {

	static Watched of(SimulatedNode node, RaftGroupConfig group, EntryHistory history,
			ConfigurationHistory configurations, Violations violations, Coverage coverage) {
		return new Watched(new ReplicaWatch(node, group.name(), history, configurations, violations, coverage),
				new SaidWatch(node, group, violations), new FreezeWatch(node, group.options(), violations, coverage),
				new RoomWatch(node.nodeId(), violations, coverage), new TokenWatch(node.nodeId(), violations));
	}

	/**
	 * Compare with the step before.
	 * @return what others have to be compared for
	 */
	Change afterStep() {
		Change change = this.replica.afterStep();
		this.freeze.afterStep(this.replica.replica());
		this.room.afterStep(this.replica.replica());
		this.token.afterStep(this.replica.replica());
		return change;
	}

	/** Its process begins, or hosts the group from now on. */
	void started(GroupInspection started) {
		this.replica.started(started);
		this.said.started(started);
	}

	/** Its process has ended, or hosts the group no more. */
	void ended() {
		this.replica.ended();
		this.said.ended();
		this.freeze.ended();
		this.room.ended();
		this.token.ended();
	}

}
