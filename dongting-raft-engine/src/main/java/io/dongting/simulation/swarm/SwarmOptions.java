package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.SplittableRandom;

import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.SnapshotOptions;

/**
 * How a cluster is set up and used in one run.
 *
 * @param nodes the number of nodes
 * @param observers how many of them are observers
 * @param group how the group behaves
 * @param clients how many clients there are
 * @param keys how many keys they use
 * @param thinkTime how long a client waits between two operations at most
 * @param operationTimeout how long an operation may take at most
 * @param paddingBytes how much larger than needed a command may be
 * @param leaseReads whether reads rely on leases
 * @param driftPartsPerMillion how much clocks may go wrong
 * @param neighbours how many other groups the nodes host beside the one that the run is
 * about
 * @param failpoints how often failpoints of the engine strike
 * @param tempo what events have to do with each other in time
 * @param spares how many more nodes there are, which are not part of the group at first
 */
public record SwarmOptions(int nodes, int observers, RaftGroupOptions group, int clients, int keys, Duration thinkTime,
		Duration operationTimeout, int paddingBytes, boolean leaseReads, long driftPartsPerMillion, int neighbours,
		FailpointOptions failpoints, TempoOptions tempo, int spares) {

	private static final int LARGEST_COMMAND_BYTES = 4096;

	/** Leases keep a tenth back; two clocks may use it up between them. */
	private static final long DRIFT_BOUND_PARTS_PER_MILLION = 50_000;

	private static final int MOST_NEIGHBOURS = 3;

	private static final int MOST_HOSTS = 7;

	private static final int[] SIZES = { 1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7 };

	static SwarmOptions draw(SplittableRandom random) {
		int nodes = SIZES[random.nextInt(SIZES.length)];
		int observers = (nodes > 1 && random.nextInt(6) == 0) ? 1 + random.nextInt(Math.min(2, nodes - 1)) : 0;
		int spares = Math.min(random.nextInt(4), Math.max(0, MOST_HOSTS - nodes));
		RaftGroupOptions group = drawGroup(random).withSnapshots(drawSnapshots(random));
		SwarmOptions alone = new SwarmOptions(nodes, observers, group, 3 + random.nextInt(10), 1 + random.nextInt(8),
				Duration.ofMillis(20 + random.nextInt(350)), Duration.ofMillis(200 + random.nextInt(4000)),
				random.nextBoolean() ? random.nextInt(LARGEST_COMMAND_BYTES / 2) : 0, random.nextInt(3) > 0,
				random.nextBoolean() ? random.nextLong(DRIFT_BOUND_PARTS_PER_MILLION) : 0, 0,
				FailpointOptions.draw(random), TempoOptions.draw(random), spares);
		int neighbours = (random.nextInt(4) == 0) ? 1 + random.nextInt(MOST_NEIGHBOURS) : 0;
		return alone.with(nodes, observers, alone.clients, neighbours, alone.failpoints);
	}

	private static RaftGroupOptions drawGroup(SplittableRandom random) {
		long election = random.nextBoolean() ? 1500 : 200 + random.nextInt(1800);
		long promise = random.nextBoolean() ? election / 5 : 40 + random.nextLong(election * 2 / 3);
		long lease = Math.min(promise, election - 1);
		long heartbeat = Math.max(1, lease / (2 + random.nextInt(4)));
		boolean smallBatches = random.nextBoolean();
		boolean smallWindow = random.nextBoolean();
		boolean smallCache = random.nextBoolean();
		boolean overload = random.nextInt(8) == 0;
		return new RaftGroupOptions(Duration.ofMillis(election), Duration.ofMillis(lease), Duration.ofMillis(heartbeat),
				overload ? 1 + random.nextInt(5) : 10_000, 1 << 20, LARGEST_COMMAND_BYTES,
				smallBatches ? 1 + random.nextInt(1000) : 65536, smallWindow ? 1 + random.nextInt(4) : 64,
				smallWindow ? 1 + random.nextInt(4000) : 1 << 20,
				random.nextBoolean() ? 1 + random.nextInt(500) : 65536, 68 * 1024 + random.nextInt(40 * 1024),
				smallCache ? random.nextInt(2000) : 1 << 20);
	}

	/**
	 * Snapshots from every third entry up to never; the log is cut short behind them, or
	 * kept for long.
	 */
	private static SnapshotOptions drawSnapshots(SplittableRandom random) {
		int[] intervals = { 0, 0, 3, 20, 100, 500 };
		long entries = intervals[random.nextInt(intervals.length)];
		long bytes = (random.nextInt(4) == 0) ? 1000 + random.nextInt(100_000) : 0;
		Duration every = (random.nextInt(4) == 0) ? Duration.ofMillis(100 + random.nextInt(10_000)) : Duration.ZERO;
		long keptEntries = (random.nextInt(4) == 0) ? Long.MAX_VALUE : random.nextInt(100);
		return new SnapshotOptions(entries, bytes, every, random.nextBoolean(), 1 + random.nextInt(3), keptEntries,
				64 + random.nextInt(1000), (random.nextInt(4) == 0) ? 1000 + random.nextInt(100_000) : 0,
				1 + random.nextInt(2));
	}

	SwarmOptions withFewerClients() {
		return with(this.nodes, this.observers, Math.max(1, this.clients / 2), this.neighbours, this.failpoints);
	}

	SwarmOptions withFewerNodes() {
		int fewer = Math.max(1, this.nodes - 1);
		return with(fewer, Math.min(this.observers, fewer - 1), this.clients, this.neighbours, this.failpoints);
	}

	SwarmOptions withFewerNeighbours() {
		return with(this.nodes, this.observers, this.clients, this.neighbours / 2, this.failpoints);
	}

	SwarmOptions withoutFailpoints() {
		return with(this.nodes, this.observers, this.clients, this.neighbours, FailpointOptions.NONE);
	}

	SwarmOptions withFewerSpares() {
		return new SwarmOptions(this.nodes, this.observers, this.group, this.clients, this.keys, this.thinkTime,
				this.operationTimeout, this.paddingBytes, this.leaseReads, this.driftPartsPerMillion, this.neighbours,
				this.failpoints, this.tempo, Math.max(0, this.spares - 1));
	}

	/** Return how many nodes there are, members, observers and spares. */
	int hosts() {
		return this.nodes + this.spares;
	}

	/** Return how groups are used that the run is not about: less. */
	SwarmOptions ofNeighbours() {
		return new SwarmOptions(this.nodes, this.observers, this.group, 2, 2, this.thinkTime.multipliedBy(2),
				this.operationTimeout, this.paddingBytes, this.leaseReads, this.driftPartsPerMillion, this.neighbours,
				this.failpoints, TempoOptions.FREE, this.spares);
	}

	private SwarmOptions with(int nodes, int observers, int clients, int neighbours, FailpointOptions failpoints) {
		return new SwarmOptions(nodes, observers, this.group, clients, this.keys, this.thinkTime, this.operationTimeout,
				this.paddingBytes, this.leaseReads, this.driftPartsPerMillion, neighbours, failpoints, this.tempo,
				this.spares);
	}

}
