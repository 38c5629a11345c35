package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

import io.dongting.simulation.NetworkFaults;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;

/**
 * Makes things go wrong as a scenario tells, and undoes most of it a while later.
 */
final class Nemesis {

	private static final int MOST_DRIFT_PARTS_PER_MILLION = 50_000;

	private final Troubles troubles;

	private final SimulatedCluster cluster;

	private final ProcessTroubles processes;

	private final NetworkTroubles network;

	private final DiskTroubles disks;

	private final ApplyTroubles applies;

	private final LeaderTroubles leaders;

	private final TailTroubles tails;

	private final FoundingTroubles founding;

	private final SnapshotTroubles snapshots;

	private final InstallTroubles installs;

	private final Transfers transfers;

	private final Guests guests;

	private final AddressTroubles addresses;

	private final MembershipTroubles members;

	/**
	 * Create the nemesis of a cluster.
	 * @param machines the state machine of each node as it runs now
	 */
	Nemesis(Troubles troubles, Transfers transfers, Guests guests, IntFunction<KvMachine> machines) {
		this.troubles = troubles;
		this.cluster = troubles.cluster();
		this.processes = new ProcessTroubles(troubles);
		this.network = new NetworkTroubles(troubles, this.processes);
		this.disks = new DiskTroubles(troubles, this.processes);
		this.applies = new ApplyTroubles(troubles, this.processes, machines);
		this.leaders = new LeaderTroubles(troubles, this.processes);
		this.tails = new TailTroubles(troubles, this.processes);
		this.founding = new FoundingTroubles(troubles, this.processes);
		this.snapshots = new SnapshotTroubles(troubles, machines);
		this.installs = new InstallTroubles(troubles, this.processes);
		this.transfers = transfers;
		this.guests = guests;
		this.addresses = new AddressTroubles(troubles);
		this.members = new MembershipTroubles(troubles, this.disks);
	}

	void begin(List<Strike> strikes) {
		for (Strike strike : strikes) {
			this.cluster.world().schedule(strike.atMillis() * 1_000_000, () -> strike(strike));
		}
	}

	private void strike(Strike strike) {
		if (this.troubles.isOver()) {
			return;
		}
		FaultKind kind = strike.kind();
		SplittableRandom chance = new SplittableRandom(strike.seed());
		SimulatedNode node = drawNode(chance);
		this.troubles.coverage().add(kind.name(), 1);
		this.troubles.trace().add(node.nodeId(), "nemesis", kind.ordinal(), 0, kind);
		switch (kind) {
			case CRASH, KILL, CRASH_ALL, CRASH_LOOP, CRASH_IN_WORK, CRASH_AT_ROLL, STOP, PAUSE, STALL_LEADER ->
				this.processes.strike(kind, node, chance);
			case ISOLATE, ISOLATE_LEADER, SWAP_LEADERS, HALVES, BRIDGE, RING, ONE_WAY, MUTE, DEAF, FLAP, RESET, LAG,
					CLOG, MESSAGES, ONE_KIND, STRAYS ->
				this.network.strike(kind, node, chance);
			case SLOW_DISK, HANG_DISK, SYNC_FAILURE, WRITE_FAILURE, READ_FAILURE, FULL_DISK, BIT_ROT, STUCK_DISK,
					WIPE ->
				this.disks.strike(kind, node, chance);
			case SLOW_APPLY, APPLY_FAILURE -> this.applies.strike(kind, node, chance);
			case SEVER, UNEVEN, FEW_HEAR, BOUNCE -> this.leaders.strike(kind, node, chance);
			case CUT_TAIL -> this.tails.strike(chance);
			case FOUNDING -> this.founding.strike(node, chance);
			case SAVE_SNAPSHOT, SNAPSHOT_FAILURE -> this.snapshots.strike(kind, node, chance);
			case INTERRUPT_INSTALL -> this.installs.strike(node, chance);
			case TRANSFER -> this.transfers.strike(node, chance);
			case CHANGE_MEMBERS, CHANGE_BY_HAND, CHANGE_TWICE, CANCEL_CHANGE, ADD_AGAIN ->
				this.members.strike(kind, node, chance);
			case GUEST -> this.guests.strike(chance);
			case FORGET_NODE -> this.addresses.strike(node, chance);
			case CLOCK_JUMP, CLOCK_STOP, CLOCK_DRIFT, WALL_CLOCK_JUMP -> disturbClock(kind, node, chance);
		}
	}

	private void disturbClock(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		if (kind == FaultKind.CLOCK_DRIFT) {
			node.clockDrift(chance.nextLong(-MOST_DRIFT_PARTS_PER_MILLION, MOST_DRIFT_PARTS_PER_MILLION + 1));
		}
		else if (node.isRunning()) {
			switch (kind) {
				case CLOCK_JUMP -> node.clock().jump(this.troubles.drawWhile(chance));
				case WALL_CLOCK_JUMP -> {
					long millis = this.troubles.drawWhile(chance).toMillis() * 100;
					node.clock().jumpWallTime(Duration.ofMillis(chance.nextBoolean() ? millis : -millis));
				}
				default -> {
					node.stopClock();
					int start = node.starts();
					this.troubles.later(this.troubles.drawWhile(chance), () -> goOn(node, start));
				}
			}
		}
	}

	private static void goOn(SimulatedNode node, int start) {
		if (node.isRunning() && node.starts() == start) {
			node.startClock();
		}
	}

	private SimulatedNode drawNode(SplittableRandom chance) {
		List<SimulatedNode> nodes = List.copyOf(this.cluster.nodes());
		int leader = this.troubles.leader();
		boolean preferLeader = chance.nextInt(3) == 0;
		SimulatedNode drawn = nodes.get(chance.nextInt(nodes.size()));
		return (preferLeader && leader != 0) ? this.cluster.node(leader) : drawn;
	}

	/** Nothing new goes wrong from now on. */
	void end() {
		this.troubles.end();
	}

	/** Undo everything for good, and let all nodes run. */
	void healAll() {
		healNetwork();
		this.cluster.nodes().forEach(this::heal);
		this.addresses.requireConnected();
	}

	/** Throw what went wrong with what nodes were told, if anything did. */
	void rethrow() {
		this.addresses.rethrow();
	}

	/** Undo what concerns messages between all nodes. */
	void healNetwork() {
		this.cluster.network().healAll();
		this.cluster.network().faults(NetworkFaults.NONE);
		this.cluster.network().forgetStrays();
		this.cluster.network().filter((from, to, message) -> true);
		for (SimulatedNode from : this.cluster.nodes()) {
			for (SimulatedNode to : this.cluster.nodes()) {
				this.cluster.network().unclog(from.nodeId(), to.nodeId());
				this.cluster.network().lag(from.nodeId(), to.nodeId(), Duration.ZERO);
			}
		}
	}

	/** Undo what concerns the disk of a node. */
	void healDisk(SimulatedNode node) {
		node.diskLatency(this.troubles.diskLatency());
		if (node.isRunning()) {
			node.releaseDisk();
		}
		node.disk().faults().clear();
	}

	/** Undo everything on one node for good, and let it run. */
	void heal(SimulatedNode node) {
		node.applyLatency(SimulationRun.GROUP, this.troubles.threadLatency());
		if (this.troubles.isSick(node) || this.troubles.hasBrokenMachine(node)) {
			node.crash();
		}
		if (node.isStopping()) {
			node.kill();
		}
		if (node.isRunning()) {
			node.startClock();
			if (node.isPaused()) {
				node.resume();
			}
		}
		healDisk(node);
		this.troubles.recovered(node);
		if (!node.isRunning()) {
			node.start();
			this.troubles.started(node);
		}
	}

}
