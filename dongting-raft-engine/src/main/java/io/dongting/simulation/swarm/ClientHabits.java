package io.dongting.simulation.swarm;

import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.GroupStatus;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedNode;
import io.dongting.fiber.VirtualTime;

/**
 * When clients ask, and whom.
 */
final class ClientHabits {

	/** One in so many stays with a node that can do nothing for it. */
	private static final int STUBBORN = 8;

	private final VirtualTime world;

	private final String group;

	private final SwarmOptions options;

	private final SplittableRandom random;

	private final Coverage coverage;

	/** Who is refused waits so many times as long as others before it asks again. */
	private static final int PATIENCE = 4;

	/** When all clients ask next, and whom most of them ask. */
	private long burstNanos;

	private int burstNodeId;

	ClientHabits(VirtualTime world, String group, SwarmOptions options, SplittableRandom random, Coverage coverage) {
		this.world = world;
		this.group = group;
		this.options = options;
		this.random = random;
		this.coverage = coverage;
	}

	/** How long a client waits before it asks again. */
	long pauseNanos() {
		return this.options.tempo().hasBursts() ? untilBurst()
				: this.random.nextLong(this.options.thinkTime().toNanos());
	}

	/** How long a client waits that was refused. */
	long pauseAfterRefusalNanos() {
		return this.options.tempo().hasBursts() ? untilBurst() : PATIENCE * pauseNanos();
	}

	/** All ask at once, most of them the same node, and then there is a lull. */
	private long untilBurst() {
		long nowNanos = this.world.clock().nanoTime();
		if (this.burstNanos <= nowNanos) {
			this.burstNanos = nowNanos + 1 + this.random.nextLong(this.options.tempo().longestLull().toNanos());
			this.burstNodeId = 1 + this.random.nextInt(this.options.hosts());
			this.coverage.add("bursts", 1);
		}
		return this.burstNanos - nowNanos;
	}

	/**
	 * Draw the node that is asked next. Nodes outside the group refuse at once: who asks
	 * them time and again would do little else.
	 * @param hosts those that run
	 * @return one of them
	 */
	SimulatedNode whom(List<SimulatedNode> hosts) {
		SimulatedNode drawn = draw(hosts);
		boolean together = this.options.tempo().hasBursts() && this.random.nextInt(4) > 0;
		return hosts.stream().filter((node) -> together && node.nodeId() == this.burstNodeId).findFirst().orElse(drawn);
	}

	private SimulatedNode draw(List<SimulatedNode> hosts) {
		SimulatedNode drawn = hosts.get(this.random.nextInt(hosts.size()));
		boolean outside = drawn.group(this.group).status().condition() == GroupStatus.Condition.NOT_IN_CONFIG;
		return (outside && this.random.nextInt(STUBBORN) > 0) ? hosts.get(this.random.nextInt(hosts.size())) : drawn;
	}

}
