package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.simulation.SimulatedNetwork;
import io.dongting.simulation.SimulatedNode;

/**
 * Makes leaders change in ways that chance alone seldom finds: faster than an election
 * timeout, with old answers still on their way, or with hardly anybody who hears of the
 * new one.
 */
final class LeaderTroubles {

	private static final Duration LONGEST_BOUNCE = Duration.ofMillis(50);

	private final Troubles troubles;

	private final SimulatedNetwork network;

	private final ProcessTroubles processes;

	LeaderTroubles(Troubles troubles, ProcessTroubles processes) {
		this.troubles = troubles;
		this.network = troubles.cluster().network();
		this.processes = processes;
	}

	void strike(FaultKind kind, SimulatedNode drawn, SplittableRandom chance) {
		int leader = this.troubles.leader();
		int nodeId = (leader != 0) ? leader : drawn.nodeId();
		switch (kind) {
			case SEVER -> sever(nodeId, chance);
			case UNEVEN -> uneven(nodeId, chance);
			case FEW_HEAR -> fewHear(chance);
			case BOUNCE -> bounce(nodeId, chance);
			default -> throw new IllegalArgumentException("Not a fault that concerns leaders: " + kind);
		}
	}

	/**
	 * Whoever loses contact knows at once, and waits for no more than a promise (R10).
	 */
	private void sever(int nodeId, SplittableRandom chance) {
		Set<Integer> side = new TreeSet<>(Set.of(nodeId));
		Set<Integer> rest = new TreeSet<>();
		for (int other : others(nodeId)) {
			((chance.nextInt(3) == 0) ? side : rest).add(other);
		}
		side.forEach((one) -> rest.forEach((other) -> this.network.reset(one, other)));
		this.network.partition(List.of(side, rest));
		double timeouts = chance.nextBoolean() ? 0.2 + chance.nextDouble() * 3 : chance.nextDouble();
		this.troubles.later(this.troubles.elections(timeouts), this.network::healAll);
	}

	/**
	 * Every path takes a time of its own; then the others lose the leader, which goes on
	 * to hear what they had said before.
	 */
	private void uneven(int leader, SplittableRandom chance) {
		List<Integer> ids = new ArrayList<>(others(leader));
		ids.add(leader);
		double most = 0.05 * Math.pow(40, chance.nextDouble());
		for (int from : ids) {
			for (int to : ids) {
				boolean slow = chance.nextBoolean();
				double timeouts = most * chance.nextDouble();
				if (from != to && slow) {
					this.network.lag(from, to, this.troubles.elections(timeouts));
				}
			}
		}
		boolean loses = chance.nextInt(3) > 0;
		double lost = most + chance.nextDouble();
		double healed = lost + 0.2 + chance.nextDouble() * 3;
		if (loses) {
			this.troubles.later(this.troubles.elections(lost), () -> silence(leader));
		}
		this.troubles.later(this.troubles.elections(healed), () -> {
			if (loses) {
				this.network.healAll();
			}
			ids.forEach((from) -> ids.forEach((to) -> this.network.lag(from, to, Duration.ZERO)));
		});
	}

	/** All others find that a node is gone, which hears what they said before. */
	private void silence(int nodeId) {
		for (int other : others(nodeId)) {
			this.network.loseConnection(other, nodeId);
			this.network.cut(nodeId, other);
		}
	}

	/**
	 * The leader of each term is heard by some of the others only, by others in each: so
	 * logs go apart, and are cut again and again (Raft paper, figure 8).
	 */
	private void fewHear(SplittableRandom chance) {
		long salt = chance.nextLong();
		double share = 0.1 + chance.nextDouble() * 0.6;
		this.network.filter((from, to, message) -> {
			boolean leads = message instanceof AppendReq || message instanceof HeartbeatReq;
			return !leads || new SplittableRandom(salt + message.envelope().term() * 64 + to).nextDouble() < share;
		});
		this.troubles.later(this.troubles.elections(2 + chance.nextDouble() * 10),
				() -> this.network.filter((from, to, message) -> true));
	}

	/**
	 * One node has lost the leader and would like to be elected. When it asks, the leader
	 * goes silent and the others are started anew, all so quickly that what they promised
	 * still holds, and with it the leader's lease (R7).
	 */
	private void bounce(int leader, SplittableRandom chance) {
		List<Integer> voters = others(leader);
		if (voters.size() < 2) {
			return;
		}
		int candidate = voters.remove(chance.nextInt(voters.size()));
		this.network.reset(candidate, leader);
		this.network.cut(candidate, leader);
		this.network.cut(leader, candidate);
		long promiseNanos = this.troubles.promise().toNanos();
		long askedNanos = (long) (promiseNanos * (1 + chance.nextDouble() * 0.7));
		this.troubles.later(Duration.ofNanos(askedNanos), () -> {
			this.network.isolate(leader);
			voters.forEach((voter) -> bounceOne(voter, chance));
		});
		long healedNanos = askedNanos + (long) (promiseNanos * (1 + chance.nextDouble() * 2));
		this.troubles.later(Duration.ofNanos(healedNanos), this.network::healAll);
		if (chance.nextInt(3) > 0) {
			this.troubles.later(
					Duration.ofNanos(healedNanos).plus(this.troubles.elections(1 + chance.nextDouble() * 3)),
					() -> bounceAgain(chance));
		}
	}

	private void bounceAgain(SplittableRandom chance) {
		int leader = this.troubles.leader();
		if (leader != 0) {
			bounce(leader, chance);
		}
	}

	private void bounceOne(int nodeId, SplittableRandom chance) {
		boolean power = chance.nextBoolean();
		Duration away = Duration.ofNanos(1 + chance.nextLong(LONGEST_BOUNCE.toNanos()));
		this.processes.restart(this.troubles.cluster().node(nodeId), power ? SimulatedNode::crash : SimulatedNode::kill,
				away, chance);
	}

	private List<Integer> others(int nodeId) {
		List<Integer> others = new ArrayList<>();
		for (SimulatedNode node : this.troubles.cluster().nodes()) {
			if (node.nodeId() != nodeId) {
				others.add(node.nodeId());
			}
		}
		return others;
	}

}
