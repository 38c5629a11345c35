package io.dongting.raft.server;

import io.dongting.raft.core.meter.GroupMeters;

/**
 * An environment whose groups are measured.
 */
final class MeasuredEnvironment extends ForwardingEnvironment {

	private final GroupMeters.Source meters;

	/**
	 * Measure the groups of an environment.
	 * @param world everything else
	 * @param meters what measures them
	 */
	MeasuredEnvironment(RaftEnvironment world, GroupMeters.Source meters) {
		super(world);
		this.meters = meters;
	}

	@Override
	public GroupMeters.Source meters() {
		return this.meters;
	}

}
