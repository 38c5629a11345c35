package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.raft.transport.Message;
import io.dongting.simulation.NetworkFaults;
import io.dongting.simulation.SimulatedNetwork;
import io.dongting.simulation.SimulatedNode;

/**
 * Cuts the network in every shape, and lets messages meet with accidents.
 */
final class NetworkTroubles {

	/** Long enough for another to be elected. */
	private static final int SWAP_TIMEOUTS = 3;

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

	private final Troubles troubles;

	private final SimulatedNetwork network;

	private final ProcessTroubles processes;

	NetworkTroubles(Troubles troubles, ProcessTroubles processes) {
		this.troubles = troubles;
		this.network = troubles.cluster().network();
		this.processes = processes;
	}

	void strike(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		List<Integer> ids = shuffledIds(chance);
		switch (kind) {
			case SWAP_LEADERS -> swapLeaders(chance);
			case ONE_KIND -> dropOneKind(node.nodeId(), chance);
			case RESET -> reset(node.nodeId(), chance.nextBoolean() ? ids : ids.subList(0, 1));
			case LAG -> lag(node.nodeId(), ids, chance);
			case CLOG -> clog(ids.get(0), ids.get(ids.size() - 1), chance);
			case MESSAGES -> {
				this.network.faults(NetworkFaults.draw(chance));
				this.troubles.later(this.troubles.drawWhile(chance).multipliedBy(2),
						() -> this.network.faults(NetworkFaults.NONE));
			}
			case STRAYS -> {
				this.network.faults(new NetworkFaults(0, 0, 0, 0, LONGEST_DELAY, 0.05 + chance.nextDouble() * 0.45,
						Duration.ofMillis((long) (100 * Math.pow(200, chance.nextDouble())))));
				this.troubles.later(this.troubles.drawWhile(chance).multipliedBy(2),
						() -> this.network.faults(NetworkFaults.NONE));
				meetStrangers(chance.nextInt(6), chance);
			}
			case FLAP -> flap(node.nodeId(), 2 + chance.nextInt(10), chance);
			default -> {
				cut(kind, node, ids);
				this.troubles.later(this.troubles.drawWhile(chance), this.network::healAll);
			}
		}
	}

	private void cut(FaultKind kind, SimulatedNode node, List<Integer> ids) {
		switch (kind) {
			case ISOLATE -> this.network.isolate(node.nodeId());
			case ISOLATE_LEADER -> {
				int leader = this.troubles.leader();
				this.network.isolate((leader != 0) ? leader : node.nodeId());
			}
			case HALVES -> this.network.partition(halves(ids));
			case BRIDGE -> {
				List<Set<Integer>> halves = halves(ids);
				halves.get(1).add(ids.get(0));
				this.network.partition(halves);
			}
			case RING -> this.network.ring(ids);
			case ONE_WAY -> this.network.cut(ids.get(0), ids.get(ids.size() - 1));
			case MUTE -> ids.forEach((other) -> cutUnlessSame(node.nodeId(), other));
			case DEAF -> ids.forEach((other) -> cutUnlessSame(other, node.nodeId()));
			default -> throw new IllegalArgumentException("Not a fault of the network: " + kind);
		}
	}

	private void cutUnlessSame(int from, int to) {
		if (from != to) {
			this.network.cut(from, to);
		}
	}

	/** Contact comes and goes about as fast as elections do. */
	private void flap(int nodeId, int times, SplittableRandom chance) {
		this.network.isolate(nodeId);
		this.troubles.later(aboutAnElection(chance), () -> {
			this.network.healAll();
			if (times > 1) {
				this.troubles.later(aboutAnElection(chance), () -> flap(nodeId, times - 1, chance));
			}
		});
	}

	private Duration aboutAnElection(SplittableRandom chance) {
		return Duration.ofNanos((long) (this.troubles.electionTimeout().toNanos() * (0.3 + chance.nextDouble() * 1.2)));
	}

	private void reset(int nodeId, List<Integer> others) {
		for (int other : others) {
			if (other != nodeId) {
				this.network.reset(nodeId, other);
			}
		}
	}

	private void swapLeaders(SplittableRandom chance) {
		int old = this.troubles.leader();
		if (old == 0) {
			return;
		}
		this.network.isolate(old);
		if (chance.nextBoolean()) {
			hangDiskBeyond(this.troubles.cluster().node(old), chance);
		}
		this.troubles.later(this.troubles.electionTimeout().multipliedBy(SWAP_TIMEOUTS), () -> {
			int next = this.troubles.leader();
			this.network.healAll();
			if (next != 0 && next != old) {
				this.processes.end(this.troubles.cluster().node(next), SimulatedNode::crash, chance);
			}
		});
	}

	/**
	 * What it writes now is still on its way when it hears what is to be there instead.
	 */
	private void hangDiskBeyond(SimulatedNode node, SplittableRandom chance) {
		long electionNanos = this.troubles.electionTimeout().toNanos();
		node.hangDisk();
		int start = node.starts();
		this.troubles.later(Duration.ofNanos(SWAP_TIMEOUTS * electionNanos + chance.nextLong(2 * electionNanos)),
				() -> {
					if (node.isRunning() && node.starts() == start) {
						node.releaseDisk();
					}
				});
	}

	private void dropOneKind(int nodeId, SplittableRandom chance) {
		Class<?>[] kinds = Message.class.getPermittedSubclasses();
		Class<?> kind = kinds[chance.nextInt(kinds.length)];
		boolean fromAll = chance.nextBoolean();
		this.network.filter((from, to, message) -> !(kind.isInstance(message) && (fromAll || from == nodeId)));
		this.troubles.later(this.troubles.drawWhile(chance).multipliedBy(2),
				() -> this.network.filter((from, to, message) -> true));
	}

	/**
	 * What went astray turns up at processes that know nothing of it: leaders, and those
	 * that pass commands on to them, are started anew again and again.
	 */
	private void meetStrangers(int times, SplittableRandom chance) {
		if (times == 0) {
			return;
		}
		this.troubles.later(aboutAnElection(chance), () -> {
			int leader = this.troubles.leader();
			int drawn = 1 + chance.nextInt(this.troubles.cluster().nodes().size());
			int nodeId = (leader != 0 && chance.nextInt(3) > 0) ? leader : drawn;
			Duration away = Duration.ofNanos(1 + chance.nextLong(300_000_000));
			this.processes.restart(this.troubles.cluster().node(nodeId), SimulatedNode::kill, away, chance);
			meetStrangers(times - 1, chance);
		});
	}

	private void clog(int from, int to, SplittableRandom chance) {
		if (from != to) {
			this.network.clog(from, to);
			this.troubles.later(this.troubles.drawWhile(chance), () -> this.network.unclog(from, to));
		}
	}

	/**
	 * Answers come later than a promise lasts, than a question is repeated, than an
	 * election.
	 */
	private void lag(int nodeId, List<Integer> ids, SplittableRandom chance) {
		double timeouts = 0.02 * Math.pow(100, chance.nextDouble());
		Duration lag = Duration.ofNanos((long) (timeouts * this.troubles.electionTimeout().toNanos()));
		List<Integer> others = chance.nextBoolean() ? ids : ids.subList(0, 1);
		boolean there = chance.nextInt(3) > 0;
		boolean back = !there || chance.nextBoolean();
		lag(nodeId, others, there ? lag : Duration.ZERO, back ? lag : Duration.ZERO);
		this.troubles.later(this.troubles.drawWhile(chance).multipliedBy(2),
				() -> lag(nodeId, others, Duration.ZERO, Duration.ZERO));
	}

	private void lag(int nodeId, List<Integer> others, Duration there, Duration back) {
		for (int other : others) {
			this.network.lag(nodeId, other, there);
			this.network.lag(other, nodeId, back);
		}
	}

	private static List<Set<Integer>> halves(List<Integer> ids) {
		int half = ids.size() / 2;
		return List.of(new TreeSet<>(ids.subList(0, half)), new TreeSet<>(ids.subList(half, ids.size())));
	}

	private List<Integer> shuffledIds(SplittableRandom chance) {
		List<Integer> ids = new ArrayList<>();
		for (SimulatedNode node : this.troubles.cluster().nodes()) {
			ids.add(chance.nextInt(ids.size() + 1), node.nodeId());
		}
		return ids;
	}

}
