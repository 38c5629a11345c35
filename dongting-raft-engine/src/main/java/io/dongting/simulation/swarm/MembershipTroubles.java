package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.dongting.raft.Membership;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * Changes the membership in every way, at the worst times.
 */
final class MembershipTroubles {

	private static final int MOST_TRIES = 5;

	private final Troubles troubles;

	private final DiskTroubles disks;

	private final MembershipCalls calls;

	MembershipTroubles(Troubles troubles, DiskTroubles disks) {
		this.troubles = troubles;
		this.disks = disks;
		this.calls = troubles.changes();
	}

	void strike(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		switch (kind) {
			case CHANGE_MEMBERS -> change(drawGoal(chance), chance);
			case CHANGE_BY_HAND -> changeByHand(drawGoal(chance), chance);
			case CHANGE_TWICE -> {
				change(drawGoal(chance), chance);
				change(drawGoal(chance), chance);
				changeByHand(drawGoal(chance), chance);
			}
			case CANCEL_CHANGE -> {
				change(drawGoal(chance), chance);
				this.troubles.later(this.troubles.drawWhile(chance).dividedBy(4), () -> cancel(chance));
			}
			case ADD_AGAIN -> addAgain(node, chance);
			default -> throw new IllegalArgumentException("Not about the membership: " + kind);
		}
	}

	private void change(@Nullable Membership goal, SplittableRandom chance) {
		SimulatedNode asked = drawRunning(chance);
		Duration timeout = drawTimeout(chance);
		if (goal != null && asked != null) {
			this.calls.change(asked, goal, timeout, (outcome) -> {
				boolean again = chance.nextInt(4) == 0;
				if (again && !outcome.isDone()) {
					// A caller that did not get what it wanted asks for the same again
					this.troubles.later(this.troubles.drawWhile(chance), () -> change(goal, chance));
				}
			});
		}
	}

	/**
	 * One prepares, and whoever comes next commits or aborts, sometimes several times.
	 */
	private void changeByHand(@Nullable Membership goal, SplittableRandom chance) {
		SimulatedNode asked = drawRunning(chance);
		GroupConfiguration committed = this.troubles.membership().committed();
		Duration timeout = drawTimeout(chance);
		if (goal == null || asked == null || committed == null) {
			return;
		}
		this.calls.prepare(asked, committed.membership(), goal, timeout, (outcome) -> {
			if (outcome.isDone()) {
				this.troubles.later(this.troubles.drawWhile(chance), () -> end(outcome.index(), chance));
			}
		});
		if (chance.nextInt(3) == 0) {
			this.troubles.later(this.troubles.drawWhile(chance).dividedBy(10), () -> abort(chance));
		}
		this.troubles.later(timeout.plus(this.troubles.electionTimeout()), () -> endWhatIsJoint(chance));
	}

	private void end(long prepareIndex, SplittableRandom chance) {
		int times = 1 + chance.nextInt(2);
		for (int i = 0; i < times; i++) {
			SimulatedNode asked = drawRunning(chance);
			boolean commits = chance.nextInt(3) > 0;
			if (asked == null) {
				return;
			}
			if (commits) {
				this.calls.commit(asked, prepareIndex, (outcome) -> {
				});
			}
			else {
				abort(chance);
			}
		}
	}

	/** Nobody leaves a group joint for ever. */
	private void endWhatIsJoint(SplittableRandom chance) {
		int leader = this.troubles.leader();
		if (leader != 0) {
			long prepareIndex = this.troubles.cluster().group(leader, SimulationRun.GROUP).status().prepareIndex();
			if (prepareIndex > 0) {
				end(prepareIndex, chance);
			}
		}
	}

	private void abort(SplittableRandom chance) {
		SimulatedNode asked = drawRunning(chance);
		if (asked != null) {
			this.calls.abort(asked, (outcome) -> {
			});
		}
	}

	private void cancel(SplittableRandom chance) {
		SimulatedNode asked = drawRunning(chance);
		if (asked != null) {
			this.calls.cancel(asked, (outcome) -> {
			});
		}
	}

	/** A node that lost its disk takes part again when it was removed and added (P13). */
	private void addAgain(SimulatedNode node, SplittableRandom chance) {
		GroupConfiguration committed = this.troubles.membership().committed();
		if (committed == null || !committed.replicas().containsKey(node.nodeId())) {
			return;
		}
		this.disks.wipe(node, chance);
		boolean voter = committed.isVoter(node.nodeId());
		this.troubles.later(this.troubles.drawWhile(chance),
				() -> remove(node, (removed) -> add(node, voter, chance, MOST_TRIES), chance, MOST_TRIES));
	}

	private void remove(SimulatedNode node, Consumer<SimulatedNode> then, SplittableRandom chance, int tries) {
		Membership current = current();
		SimulatedNode asked = drawRunning(chance);
		if (current == null || asked == null || tries == 0) {
			return;
		}
		TreeSet<Integer> members = new TreeSet<>(current.members());
		TreeSet<Integer> observers = new TreeSet<>(current.observers());
		members.remove(node.nodeId());
		observers.remove(node.nodeId());
		if (members.isEmpty() || !this.troubles.isAble(new Membership(members, observers))) {
			return;
		}
		this.calls.change(asked, new Membership(members, observers), drawTimeout(chance), (outcome) -> {
			if (outcome.isDone()) {
				then.accept(node);
			}
			else {
				this.troubles.later(this.troubles.drawWhile(chance), () -> remove(node, then, chance, tries - 1));
			}
		});
	}

	private void add(SimulatedNode node, boolean voter, SplittableRandom chance, int tries) {
		Membership current = current();
		SimulatedNode asked = drawRunning(chance);
		if (current == null || asked == null || tries == 0 || this.troubles.isDamaged(node)) {
			return;
		}
		TreeSet<Integer> members = new TreeSet<>(current.members());
		TreeSet<Integer> observers = new TreeSet<>(current.observers());
		if (members.contains(node.nodeId()) || observers.contains(node.nodeId())) {
			return;
		}
		(voter ? members : observers).add(node.nodeId());
		this.calls.change(asked, new Membership(members, observers), drawTimeout(chance), (outcome) -> {
			if (outcome.isDone()) {
				this.troubles.coverage().add("nodes added again", 1);
			}
			else {
				this.troubles.later(this.troubles.drawWhile(chance), () -> add(node, voter, chance, tries - 1));
			}
		});
	}

	private @Nullable Membership current() {
		GroupConfiguration committed = this.troubles.membership().committed();
		return (committed != null) ? committed.membership() : null;
	}

	private @Nullable SimulatedNode drawRunning(SplittableRandom chance) {
		List<SimulatedNode> running = this.troubles.cluster()
			.nodes()
			.stream()
			.filter(SimulatedNode::isRunning)
			.toList();
		int drawn = chance.nextInt(1000);
		return running.isEmpty() ? null : running.get(drawn % running.size());
	}

	private Duration drawTimeout(SplittableRandom chance) {
		return this.troubles.elections(1 + chance.nextDouble() * 9);
	}

	/**
	 * Return what the membership could be that a majority can bear, if chance finds it.
	 */
	private @Nullable Membership drawGoal(SplittableRandom chance) {
		Membership current = current();
		Membership goal = null;
		for (int i = 0; i < MOST_TRIES && goal == null && current != null; i++) {
			Goal drawn = new Goal(current, chance);
			drawn.draw();
			goal = drawn.membership();
		}
		return goal;
	}

	/** A membership as it is put together. */
	private final class Goal {

		private final TreeSet<Integer> members;

		private final TreeSet<Integer> observers;

		private final SplittableRandom chance;

		Goal(Membership current, SplittableRandom chance) {
			this.members = new TreeSet<>(current.members());
			this.observers = new TreeSet<>(current.observers());
			this.chance = chance;
		}

		void draw() {
			switch (this.chance.nextInt(9)) {
				case 0 -> add(this.members);
				case 1 -> add(this.observers);
				case 2 -> remove(drawFrom(this.members));
				case 3 -> {
					remove(drawFrom(this.members));
					add(this.members);
				}
				case 4 -> remove(MembershipTroubles.this.troubles.leader());
				case 5 -> {
					remove(MembershipTroubles.this.troubles.leader());
					add(this.members);
				}
				case 6 -> move(this.observers, this.members);
				case 7 -> move(this.members, this.observers);
				default -> replaceAll();
			}
		}

		private void replaceAll() {
			for (SimulatedNode node : MembershipTroubles.this.troubles.cluster().nodes()) {
				remove(node.nodeId());
				if (isUsable(node)) {
					switch (this.chance.nextInt(4)) {
						case 0 -> {
						}
						case 1 -> this.observers.add(node.nodeId());
						default -> this.members.add(node.nodeId());
					}
				}
			}
		}

		private boolean isUsable(SimulatedNode node) {
			return !MembershipTroubles.this.troubles.isLost(node);
		}

		private void add(TreeSet<Integer> set) {
			List<Integer> others = MembershipTroubles.this.troubles.cluster()
				.nodes()
				.stream()
				.filter(this::isUsable)
				.map(SimulatedNode::nodeId)
				.filter((node) -> !this.members.contains(node) && !this.observers.contains(node))
				.toList();
			int drawn = this.chance.nextInt(1000);
			if (!others.isEmpty()) {
				set.add(others.get(drawn % others.size()));
			}
		}

		private void remove(int node) {
			this.members.remove(node);
			this.observers.remove(node);
		}

		private void move(TreeSet<Integer> from, TreeSet<Integer> to) {
			int node = drawFrom(from);
			remove(node);
			if (node != 0) {
				to.add(node);
			}
		}

		private int drawFrom(TreeSet<Integer> set) {
			int drawn = this.chance.nextInt(1000);
			return set.isEmpty() ? 0 : List.copyOf(set).get(drawn % set.size());
		}

		@Nullable Membership membership() {
			if (this.members.isEmpty()) {
				return null;
			}
			Membership goal = new Membership(this.members, this.observers);
			return MembershipTroubles.this.troubles.isAble(goal) ? goal : null;
		}

	}

}
