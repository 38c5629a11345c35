package io.dongting.raft.core.election;

import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;

/**
 * Counts the campaigns of this replica, and those it has won.
 *
 * @param roles shows what the replica does
 * @param meters told of it
 */
public record ElectionMeter(RoleManager roles, GroupMeters meters) implements RoleListener {

	@Override
	public void termChanged() {
		if (this.roles.isCandidate()) {
			this.meters.electionBegun();
		}
	}

	@Override
	public void leadershipBegan() {
		this.meters.electionWon();
	}

}
