package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.dongting.raft.RaftException;
import io.dongting.raft.transport.Message;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.NetworkFaults;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedLatency;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;

/**
 * Makes things go wrong, each kind in its own time, and undoes most of it a while later.
 */
final class Nemesis {

	private final SimulatedCluster cluster;

	private final String group;

	private final SimulationTrace trace;

	private final Coverage coverage;

	private final SplittableRandom random;

	/** The mean time between two strikes of each kind there is. */
	private final Map<FaultKind, Duration> intervals = new EnumMap<>(FaultKind.class);

	/** Nodes whose storage may fail, since something was done to it. */
	private final Set<Integer> sick = new TreeSet<>();

	private final Duration electionTimeout;

	private boolean healed;

	Nemesis(SimulatedCluster cluster, String group, SwarmOptions options, SimulationTrace trace, Coverage coverage,
			Set<FaultKind> allowed) {
		this.cluster = cluster;
		this.group = group;
		this.trace = trace;
		this.coverage = coverage;
		this.random = cluster.world().newRandom();
		this.electionTimeout = options.group().electionTimeout();
		for (FaultKind kind : FaultKind.values()) {
			// Drawn for all, so that to forbid one leaves the others as they are
			boolean exists = this.random.nextInt(3) == 0;
			Duration interval = Duration.ofMillis(500 + this.random.nextInt(15_000));
			if (exists && allowed.contains(kind) && isFit(kind, options)) {
				this.intervals.put(kind, interval);
			}
		}
	}

	/** Leases rely on clocks that run evenly. */
	private static boolean isFit(FaultKind kind, SwarmOptions options) {
		return switch (kind) {
			case CLOCK_JUMP -> !options.leaseReads();
			case CLOCK_DRIFT -> options.driftPartsPerMillion() > 0;
			default -> true;
		};
	}

	Map<FaultKind, Duration> intervals() {
		return this.intervals;
	}

	boolean mayFail(SimulatedNode node) {
		return this.sick.contains(node.nodeId());
	}

	void begin() {
		this.intervals.forEach((kind, interval) -> strikeLater(kind, interval, this.random.split()));
	}

	private void strikeLater(FaultKind kind, Duration mean, SplittableRandom chance) {
		long delayNanos = (long) (-Math.log(1 - chance.nextDouble()) * mean.toNanos());
		this.cluster.world().schedule(delayNanos, () -> {
			if (!this.healed) {
				this.coverage.add(kind.name(), 1);
				strike(kind, chance);
				strikeLater(kind, mean, chance);
			}
		});
	}

	private void strike(FaultKind kind, SplittableRandom chance) {
		SimulatedNode node = drawNode(chance);
		this.trace.add(node.nodeId(), "nemesis", kind.ordinal(), 0, kind);
		switch (kind) {
			case CRASH, KILL, CRASH_ALL, CRASH_IN_WORK, STOP, PAUSE -> strikeProcess(kind, node, chance);
			case ISOLATE, ISOLATE_LEADER, SWAP_LEADERS, HALVES, BRIDGE, RING, ONE_WAY, RESET, CLOG, MESSAGES,
					ONE_KIND ->
				strikeNetwork(kind, node, chance);
			case SLOW_DISK, HANG_DISK, SYNC_FAILURE, WRITE_FAILURE, FULL_DISK -> strikeDisk(kind, node, chance);
			case SLOW_APPLY -> slowApply(node, chance);
			case CLOCK_JUMP -> {
				if (node.isRunning()) {
					node.clock().jump(drawWhile(chance));
				}
			}
			case CLOCK_DRIFT -> node.clockDrift(chance.nextLong(-50_000, 50_001));
		}
	}

	private void strikeProcess(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		switch (kind) {
			case CRASH -> end(node, SimulatedNode::crash, chance);
			case KILL -> end(node, SimulatedNode::kill, chance);
			case CRASH_ALL -> this.cluster.nodes().forEach((each) -> end(each, SimulatedNode::crash, chance));
			case STOP -> {
				if (node.isRunning() && !node.isPaused()) {
					node.stop();
					// One that does not stop in time is killed, as supervisors do
					later(drawWhile(chance).plusSeconds(1), () -> end(node, SimulatedNode::kill, chance));
				}
			}
			case CRASH_IN_WORK -> {
				node.disk().faults().crashAfter(node.disk().operations() + 1 + chance.nextInt(40));
				// Also where it comes up after other faults
				later(drawWhile(chance).plusSeconds(2), () -> end(node, SimulatedNode::crash, chance));
			}
			default -> {
				if (node.isRunning() && !node.isPaused()) {
					node.pause();
					int start = node.starts();
					later(drawWhile(chance), () -> resume(node, start));
				}
			}
		}
	}

	private static void resume(SimulatedNode node, int start) {
		if (node.isRunning() && node.starts() == start && node.isPaused()) {
			node.resume();
		}
	}

	private void end(SimulatedNode node, Consumer<SimulatedNode> how, SplittableRandom chance) {
		how.accept(node);
		later(drawWhile(chance), () -> start(node, chance));
	}

	/** Start a node that does not run, sometimes only to have it crash meanwhile. */
	private void start(SimulatedNode node, SplittableRandom chance) {
		if (node.isRunning()) {
			return;
		}
		this.sick.remove(node.nodeId());
		if (this.intervals.containsKey(FaultKind.CRASH_IN_WORK) && chance.nextBoolean()) {
			node.disk().faults().crashAfter(node.disk().operations() + 1 + chance.nextInt(30));
		}
		tryToStart(node);
		if (!node.isRunning()) {
			later(drawWhile(chance), () -> start(node, chance));
		}
	}

	private void tryToStart(SimulatedNode node) {
		try {
			node.start();
			this.coverage.add("starts", 1);
		}
		catch (RaftException ex) {
			this.trace.add(node.nodeId(), "refuses to start", 0, 0, ex);
			if (!this.sick.contains(node.nodeId())) {
				throw ex;
			}
		}
	}

	private void strikeNetwork(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		List<Integer> ids = shuffledIds(chance);
		switch (kind) {
			case ISOLATE -> this.cluster.network().isolate(node.nodeId());
			case ISOLATE_LEADER -> {
				int leader = this.cluster.leader(this.group);
				this.cluster.network().isolate((leader != 0) ? leader : node.nodeId());
			}
			case HALVES -> this.cluster.network().partition(halves(ids, ids.size() / 2));
			case BRIDGE -> {
				List<Set<Integer>> halves = halves(ids, ids.size() / 2);
				halves.get(1).add(ids.get(0));
				this.cluster.network().partition(halves);
			}
			case SWAP_LEADERS -> swapLeaders(chance);
			case ONE_KIND -> dropOneKind(node.nodeId(), chance);
			case RING -> this.cluster.network().ring(ids);
			case ONE_WAY -> this.cluster.network().cut(ids.get(0), ids.get(ids.size() - 1));
			case RESET -> reset(node.nodeId(), chance.nextBoolean() ? ids : ids.subList(0, 1));
			case CLOG -> clog(ids.get(0), ids.get(ids.size() - 1), chance);
			default -> this.cluster.network().faults(NetworkFaults.draw(chance));
		}
		if (kind == FaultKind.MESSAGES) {
			later(drawWhile(chance).multipliedBy(2), () -> this.cluster.network().faults(NetworkFaults.NONE));
		}
		else if (isPartition(kind)) {
			later(drawWhile(chance), this.cluster.network()::healAll);
		}
	}

	private static boolean isPartition(FaultKind kind) {
		return switch (kind) {
			case ISOLATE, ISOLATE_LEADER, HALVES, BRIDGE, RING, ONE_WAY -> true;
			default -> false;
		};
	}

	private void reset(int nodeId, List<Integer> others) {
		for (int other : others) {
			if (other != nodeId) {
				this.cluster.network().reset(nodeId, other);
			}
		}
	}

	private void swapLeaders(SplittableRandom chance) {
		int old = this.cluster.leader(this.group);
		if (old == 0) {
			return;
		}
		this.cluster.network().isolate(old);
		later(this.electionTimeout.multipliedBy(1 + chance.nextInt(4)), () -> {
			int next = this.cluster.leader(this.group);
			this.cluster.network().healAll();
			if (next != 0 && next != old) {
				end(this.cluster.node(next), SimulatedNode::crash, chance);
			}
		});
	}

	private void dropOneKind(int nodeId, SplittableRandom chance) {
		Class<?>[] kinds = Message.class.getPermittedSubclasses();
		Class<?> kind = kinds[chance.nextInt(kinds.length)];
		boolean fromAll = chance.nextBoolean();
		this.cluster.network()
			.filter((from, to, message) -> !(kind.isInstance(message) && (fromAll || from == nodeId)));
		later(drawWhile(chance).multipliedBy(2), () -> this.cluster.network().filter((from, to, message) -> true));
	}

	private void clog(int from, int to, SplittableRandom chance) {
		if (from != to) {
			this.cluster.network().clog(from, to);
			later(drawWhile(chance), () -> this.cluster.network().unclog(from, to));
		}
	}

	private static List<Set<Integer>> halves(List<Integer> ids, int size) {
		return List.of(new TreeSet<>(ids.subList(0, size)), new TreeSet<>(ids.subList(size, ids.size())));
	}

	private List<Integer> shuffledIds(SplittableRandom chance) {
		List<Integer> ids = new ArrayList<>();
		for (SimulatedNode node : this.cluster.nodes()) {
			ids.add(chance.nextInt(ids.size() + 1), node.nodeId());
		}
		return ids;
	}

	private void strikeDisk(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		if (!node.isRunning()) {
			return;
		}
		switch (kind) {
			case SLOW_DISK -> {
				node.diskLatency(SimulatedLatency.DISK.withSlow(chance.nextDouble(), drawWhile(chance).plusMillis(2)));
				later(drawWhile(chance), () -> node.diskLatency(SimulatedLatency.DISK));
			}
			case HANG_DISK -> {
				node.hangDisk();
				int start = node.starts();
				later(drawWhile(chance), () -> releaseDisk(node, start));
			}
			case SYNC_FAILURE -> {
				makeSick(node, chance);
				node.disk().faults().failNextSync((path) -> path.startsWith("groups/") && isFile(path));
			}
			case WRITE_FAILURE -> {
				makeSick(node, chance);
				node.disk().faults().failNextWrite((path) -> path.startsWith("groups/"));
			}
			default -> {
				// Only the log waits for space; without room for a vote a group fails
				makeSick(node, chance);
				node.disk().faults().limitSpace(chance.nextInt(200_000));
				later(drawWhile(chance), node.disk().faults()::freeSpace);
			}
		}
	}

	private static boolean isFile(String path) {
		return path.endsWith("/vote") || path.contains("/log/");
	}

	private static void releaseDisk(SimulatedNode node, int start) {
		if (node.isRunning() && node.starts() == start) {
			node.releaseDisk();
		}
	}

	/** What fails stays so until the process restarts, so it is restarted in the end. */
	private void makeSick(SimulatedNode node, SplittableRandom chance) {
		this.sick.add(node.nodeId());
		boolean power = chance.nextBoolean();
		later(drawWhile(chance).multipliedBy(3),
				() -> end(node, power ? SimulatedNode::crash : SimulatedNode::kill, chance));
	}

	private void slowApply(SimulatedNode node, SplittableRandom chance) {
		node.applyLatency(this.group, SimulatedLatency.THREAD.withSlow(chance.nextDouble(), drawWhile(chance)));
		later(drawWhile(chance), () -> node.applyLatency(this.group, SimulatedLatency.THREAD));
	}

	private SimulatedNode drawNode(SplittableRandom chance) {
		List<SimulatedNode> nodes = List.copyOf(this.cluster.nodes());
		int leader = this.cluster.leader(this.group);
		boolean preferLeader = leader != 0 && chance.nextInt(3) == 0;
		SimulatedNode drawn = nodes.get(chance.nextInt(nodes.size()));
		return preferLeader ? this.cluster.node(leader) : drawn;
	}

	/** Mostly about as long as elections take, sometimes much longer or shorter. */
	private Duration drawWhile(SplittableRandom chance) {
		double stretch = Math.pow(10, chance.nextDouble() * 3 - 2);
		return Duration.ofNanos(1 + (long) (this.electionTimeout.toNanos() * stretch));
	}

	private void later(Duration delay, Runnable undo) {
		this.cluster.world().schedule(delay.toNanos(), () -> {
			if (!this.healed) {
				undo.run();
			}
		});
	}

	/** Undo everything for good: all nodes run, whole and connected. */
	void heal() {
		this.healed = true;
		this.cluster.network().healAll();
		this.cluster.network().faults(NetworkFaults.NONE);
		this.cluster.network().forgetStrays();
		this.cluster.network().filter((from, to, message) -> true);
		for (SimulatedNode from : this.cluster.nodes()) {
			for (SimulatedNode to : this.cluster.nodes()) {
				this.cluster.network().unclog(from.nodeId(), to.nodeId());
			}
		}
		for (SimulatedNode node : this.cluster.nodes()) {
			node.diskLatency(SimulatedLatency.DISK);
			node.applyLatency(this.group, SimulatedLatency.THREAD);
			if (this.sick.contains(node.nodeId())) {
				node.crash();
			}
			if (node.isStopping()) {
				node.kill();
			}
			if (node.isRunning()) {
				node.releaseDisk();
				if (node.isPaused()) {
					node.resume();
				}
			}
			node.disk().faults().clear();
		}
		this.sick.clear();
	}

}
