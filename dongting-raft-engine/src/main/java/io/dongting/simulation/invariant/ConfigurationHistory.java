package io.dongting.simulation.invariant;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.raft.core.member.ChangePlan;
import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.Replica;
import io.dongting.simulation.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * Every configuration that any replica ever held, known by index and term, and whether
 * each may follow the one before it (rules R19 and R20).
 */
final class ConfigurationHistory {

	private final EntryHistory history;

	private final Violations violations;

	private final Coverage coverage;

	private final Map<Place, GroupConfiguration> configurations = new TreeMap<>();

	/** The replicas that any configuration has bound to their nodes. */
	private final Set<UUID> bound = new TreeSet<>();

	private long lastCommitted;

	/** Up to where {@link #lastCommitted} is the last. */
	private long lookedTo;

	ConfigurationHistory(EntryHistory history, Violations violations, Coverage coverage) {
		this.history = history;
		this.violations = violations;
		this.coverage = coverage;
	}

	/** Return whether any configuration has bound a replica to its node. */
	boolean isBound(UUID replica) {
		return this.bound.contains(replica);
	}

	@Nullable GroupConfiguration committedAt(long index) {
		return at(index, this.history.committedTerm(index));
	}

	/**
	 * Return where the last configuration stands that is committed, 0 if there is none.
	 */
	long lastCommittedIndex() {
		long committedIndex = this.history.committedIndex();
		for (long index = this.lookedTo + 1; index <= committedIndex; index++) {
			if (committedAt(index) != null) {
				this.lastCommitted = index;
			}
		}
		this.lookedTo = committedIndex;
		return this.lastCommitted;
	}

	@Nullable GroupConfiguration lastCommitted() {
		return committedAt(lastCommittedIndex());
	}

	@Nullable GroupConfiguration at(long index, long term) {
		return this.configurations.get(new Place(index, term));
	}

	/**
	 * A replica has appended a configuration. Who does so first is the leader.
	 * @param place where
	 * @param next what it says
	 * @param previousPlace where the one before it stands, {@code null} if it is the
	 * first
	 */
	void held(Place place, GroupConfiguration next, @Nullable Place previousPlace, long committedTerm) {
		if (this.configurations.putIfAbsent(place, next) != null) {
			return;
		}
		next.replicas().values().forEach((replica) -> this.bound.add(replica.uuid()));
		if (previousPlace == null) {
			return;
		}
		GroupConfiguration previous = this.configurations.get(previousPlace);
		ChangeState change = next.change();
		if (previous == null || change == null) {
			this.violations.check(false, "A configuration that is no step of a change at %s", place);
			return;
		}
		this.coverage.add("configurations " + change.stage(), 1);
		boolean takenBack = change.stage() == Stage.ABORTED && stage(previous) == Stage.JOINT
				&& previousPlace.term() == place.term();
		boolean committed = this.history.committedTerm(previousPlace.index()) == previousPlace.term();
		this.violations.check(committed || takenBack,
				"The configuration at %s is appended over the one at %s, which is " + "not committed", place,
				previousPlace);
		this.violations.check(committedTerm == place.term(),
				"The configuration at %s is appended before an entry of its term is committed", place);
		if (takenBack && !committed) {
			this.coverage.add("joint configurations taken back", 1);
		}
		if (change.stage() == Stage.COMPLETED && previousPlace.term() < place.term()) {
			this.coverage.add("changes completed by a later leader", 1);
		}
		checkStep(place, previous, next, change);
		checkBindings(place, previous, next);
	}

	private static @Nullable Stage stage(GroupConfiguration configuration) {
		ChangeState change = configuration.change();
		return (change != null) ? change.stage() : null;
	}

	/**
	 * One change at a time, step by step: so two majorities always have a common voter.
	 */
	private void checkStep(Place place, GroupConfiguration previous, GroupConfiguration next, ChangeState change) {
		ChangeState before = previous.openChange();
		ChangePlan plan = change.plan();
		boolean goesOn = (before != null) ? before.plan().equals(plan)
				: plan.from().equals(previous.membership()) && change.isOpen();
		boolean fits = switch (change.stage()) {
			case JOINING -> before == null && next.members().equals(previous.members());
			case JOINT -> (before == null || before.stage() == Stage.JOINING)
					&& next.members().equals(previous.members()) && next.preparedMembers().equals(plan.goal().members())
					&& next.preparedObservers().equals(plan.goal().observers());
			case COMPLETED -> before != null && before.stage() == Stage.JOINT
					&& next.members().equals(previous.preparedMembers()) && next.membership().equals(plan.goal());
			case ABORTED ->
				before != null && next.members().equals(previous.members()) && next.membership().equals(plan.from());
		};
		this.violations.check(goesOn && fits, "The configuration at %s, %s, cannot follow %s", place, next, previous);
	}

	private void checkBindings(Place place, GroupConfiguration previous, GroupConfiguration next) {
		this.violations.check(next.clusterId().equals(previous.clusterId()), "The cluster changes at %s", place);
		for (Replica replica : next.replicas().values()) {
			Replica before = previous.replicas().get(replica.nodeId());
			this.violations.check(before == null || before.equals(replica),
					"The configuration at %s binds node %d to another replica than the one before", place,
					replica.nodeId());
		}
	}

	/** Return whether more than half of some nodes are in a set, and of both if joint. */
	static boolean decides(GroupConfiguration configuration, Collection<Integer> agreeing) {
		return isMajority(configuration.members(), agreeing)
				&& (configuration.preparedMembers().isEmpty() || isMajority(configuration.preparedMembers(), agreeing));
	}

	private static boolean isMajority(Collection<Integer> members, Collection<Integer> agreeing) {
		return 2 * members.stream().filter(agreeing::contains).count() > members.size();
	}

	/**
	 * Where an entry stands.
	 *
	 * @param index its index
	 * @param term its term
	 */
	record Place(long index, long term) implements Comparable<Place> {

		@Override
		public int compareTo(Place other) {
			int byIndex = Long.compare(this.index, other.index);
			return (byIndex != 0) ? byIndex : Long.compare(this.term, other.term);
		}

		@Override
		public String toString() {
			return "entry " + this.index + " of term " + this.term;
		}

	}

}
