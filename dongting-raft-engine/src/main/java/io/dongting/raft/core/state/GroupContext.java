package io.dongting.raft.core.state;

import java.util.SplittableRandom;
import java.util.function.Supplier;

import io.dongting.fiber.Clock;
import io.dongting.fiber.FiberGroup;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.meter.GroupMeters;

/**
 * Where a group runs on this node.
 *
 * @param nodeId this node
 * @param config the group as this node was told of it
 * @param fibers the thread that owns the group
 * @param random the only source of chance, seeded differently on every node and at every
 * start
 * @param failpoints rare things that a simulation makes common
 * @param diskSpace how much room there was on the disk of the node a moment ago (R29)
 * @param meters told what the group does
 */
public record GroupContext(int nodeId, RaftGroupConfig config, FiberGroup fibers, SplittableRandom random,
		Failpoints failpoints, Supplier<DiskSpace> diskSpace, GroupMeters meters) {

	/**
	 * Return the clock of this node.
	 * @return the clock
	 */
	public Clock clock() {
		return this.fibers.clock();
	}

	/**
	 * Return how the group behaves.
	 * @return its options
	 */
	public RaftGroupOptions options() {
		return this.config.options();
	}

	/**
	 * Return the time that deadlines are measured with.
	 * @return the monotonic time in nanoseconds
	 */
	public long nanoTime() {
		return this.fibers.clock().nanoTime();
	}

	@Override
	public String toString() {
		return "group '" + this.config.name() + "' on node " + this.nodeId;
	}

}
