package io.dongting.simulation.invariant;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import io.dongting.raft.log.EntryType;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.ConfigurationHistory.Place;
import io.dongting.simulation.invariant.EntryHistory.Known;
import org.jspecify.annotations.Nullable;

/**
 * One replica as it was after the last step, alive or not, and what may have changed
 * since.
 */
final class ReplicaWatch {

	private static final long UNKNOWN = -1;

	/** To read a segment takes about as long as a few hundred steps. */
	private static final int MOVES_BETWEEN_CHECKS = 40;

	private static final Set<Condition> FAILURES = EnumSet.of(Condition.STORAGE_FAILED, Condition.APPLY_FAILED,
			Condition.INVARIANT_VIOLATED);

	private final SimulatedNode node;

	private final int nodeId;

	private final EntryHistory history;

	private final ConfigurationHistory configurations;

	private final Violations violations;

	private final Coverage coverage;

	/** The replica now, {@code null} while its process does not run. */
	private @Nullable GroupInspection replica;

	/** What the node had done when the replica was looked at last. */
	private long seenActivity = UNKNOWN;

	private final DurableLog disk;

	private final HeldEntries entries = new HeldEntries();

	/** Where its log holds configurations. */
	private final Deque<Place> places = new ArrayDeque<>();

	private final SnapshotWatch snapshots;

	private final RefillWatch refill;

	private @Nullable Condition failure;

	private long term;

	private int votedFor;

	private boolean leads;

	private @Nullable UUID uuid;

	private long writeEpoch;

	private long durableIndex;

	/** After so many moves of the durable index the disk is looked at. */
	private int movesUnchecked;

	private long commitIndex;

	private long appliedIndex;

	ReplicaWatch(SimulatedNode node, String group, EntryHistory history, ConfigurationHistory configurations,
			Violations violations, Coverage coverage) {
		this.node = node;
		this.nodeId = node.nodeId();
		this.disk = new DurableLog(node.disk(), group);
		this.history = history;
		this.configurations = configurations;
		this.violations = violations;
		this.snapshots = new SnapshotWatch(node, history, violations, coverage);
		this.refill = new RefillWatch(node, group, violations, coverage);
		this.coverage = coverage;
	}

	int nodeId() {
		return this.nodeId;
	}

	@Nullable GroupInspection replica() {
		return this.replica;
	}

	long term() {
		return this.term;
	}

	/** Return what keeps the replica from working, {@code null} if it works. */
	@Nullable Condition failure() {
		return this.failure;
	}

	long commitIndex() {
		return this.commitIndex;
	}

	/** Return which replica it is, {@code null} if it never ran. */
	@Nullable UUID uuid() {
		return this.uuid;
	}

	/** Return where the last configuration of its log stands, 0 if there is none. */
	long configurationIndex() {
		Place last = this.places.peekLast();
		return (last != null) ? last.index() : 0;
	}

	/** Return the last configuration of its log, {@code null} if there is none. */
	@Nullable GroupConfiguration configuration() {
		Place last = this.places.peekLast();
		return (last != null) ? this.configurations.at(last.index(), last.term()) : null;
	}

	/**
	 * Return whether the replica has stopped for good: what it holds stays as it is until
	 * a restart.
	 */
	boolean hasFailed() {
		return this.failure != null;
	}

	/**
	 * Return whether a replica has a vote by the last configuration, or the one before.
	 */
	boolean mayLead(UUID which) {
		Iterator<Place> latest = this.places.descendingIterator();
		for (int i = 0; i < 2 && latest.hasNext(); i++) {
			Place place = latest.next();
			GroupConfiguration configuration = this.configurations.at(place.index(), place.term());
			if (configuration != null && configuration.isVoter(this.nodeId, which)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether this replica takes an entry for durable, or did when it crashed.
	 */
	boolean holdsDurably(long index, long entryTerm) {
		return (index <= this.durableIndex && this.entries.termAt(index) == entryTerm)
				|| this.refill.standsFor(index, entryTerm);
	}

	RefillWatch refill() {
		return this.refill;
	}

	/**
	 * The process begins: what it took for durable before is there (invariant 7), or what
	 * is committed stands in its place.
	 */
	void started(GroupInspection started) {
		this.replica = started;
		this.uuid = started.replica();
		this.seenActivity = UNKNOWN;
		if (this.refill.begins(started, this.entries, this.durableIndex)) {
			truncate(0);
			this.durableIndex = 0;
		}
		long kept = this.durableIndex;
		long covered = started.firstIndex() - 1;
		boolean there = (kept < covered)
				? covered <= this.history.committedIndex()
						&& started.termAt(covered) == this.history.committedTerm(covered)
				: started.termAt(kept) == this.entries.termAt(kept);
		this.violations.check(started.lastIndex() >= kept && there,
				"Durability: node %d took entry %d of term %d for durable, but restarts with entry %d of term %d there "
						+ "and the last index %d",
				this.nodeId, kept, this.entries.termAt(kept), kept, started.termAt(kept), started.lastIndex());
		if (started.lastIndex() < this.entries.lastIndex()) {
			this.coverage.add("restarts that lost a tail", 1);
		}
		else if (started.lastIndex() > kept) {
			this.coverage.add("restarts that kept more than was durable", 1);
		}
		this.snapshots.started(started);
		reload(started);
		this.term = started.term();
		this.votedFor = started.votedFor();
		this.leads = false;
		this.writeEpoch = started.writeEpoch();
		this.durableIndex = started.durableIndex();
		this.commitIndex = 0;
		this.appliedIndex = 0;
	}

	/** After a restart the log may be any that it ever was since its last sync. */
	private void reload(GroupInspection started) {
		cover(started);
		long same = started.firstIndex() - 1;
		long last = Math.min(started.lastIndex(), this.entries.lastIndex());
		while (same < last && started.termAt(same + 1) == this.entries.termAt(same + 1)) {
			same++;
		}
		truncate(same);
		for (long index = same + 1; index <= started.lastIndex(); index++) {
			hold(index, started.termAt(index));
		}
	}

	private void truncate(long lastIndex) {
		this.entries.truncate(lastIndex);
		while (!this.places.isEmpty() && this.places.getLast().index() > lastIndex) {
			this.places.removeLast();
		}
	}

	/**
	 * Up to where the log begins a snapshot stands for it, with what is committed; the
	 * replica may never have held those entries.
	 */
	private void cover(GroupInspection now) {
		long index = now.firstIndex() - 1;
		long coveredTerm = now.termAt(index);
		if (index == 0 || (index <= this.entries.lastIndex() && this.entries.termAt(index) == coveredTerm)) {
			return;
		}
		this.violations.check(
				index <= this.history.committedIndex() && this.history.committedTerm(index) == coveredTerm,
				"The log of node %d begins behind entry %d of term %d, which is not committed", this.nodeId, index,
				coveredTerm);
		truncate(0);
		for (long covered = 1; covered <= index; covered++) {
			hold(covered, this.history.committedTerm(covered));
		}
	}

	private void hold(long index, long entryTerm) {
		Known known = this.history.known(index, entryTerm);
		this.violations.check(known != null, "Node %d holds entry %d of term %d that nobody ever wrote", this.nodeId,
				index, entryTerm);
		this.entries.add(entryTerm, (known != null) ? known : Known.NOTHING);
		if (this.configurations.at(index, entryTerm) != null) {
			this.places.addLast(new Place(index, entryTerm));
		}
	}

	void ended() {
		this.replica = null;
		this.leads = false;
		this.failure = null;
	}

	/** Return whether the replica may have changed since this was asked last. */
	boolean mayHaveChanged() {
		long activity = this.node.activity();
		boolean changed = activity != this.seenActivity;
		this.seenActivity = activity;
		return changed && this.replica != null;
	}

	/**
	 * Compare with the step before.
	 * @return what happened that concerns other replicas
	 */
	Change afterStep() {
		GroupInspection now = this.replica;
		if (now == null) {
			return Change.NONE;
		}
		@Nullable Condition failed = FAILURES.contains(now.condition()) ? now.condition() : null;
		if (failed != this.failure) {
			this.failure = failed;
			this.coverage.add("failures", 1);
		}
		boolean ledBefore = this.leads && this.term == now.term();
		checkBallot(now);
		if (now.writeEpoch() != this.writeEpoch || now.lastIndex() != this.entries.lastIndex()) {
			checkLog(now, ledBefore);
		}
		checkConfiguration(now);
		checkDurable(now);
		this.snapshots.check(now);
		this.refill.afterStep(now);
		boolean committed = now.commitIndex() != this.commitIndex;
		if (committed) {
			checkCommit(now);
		}
		checkApplied(now);
		this.leads = now.leads();
		if (this.leads && !ledBefore) {
			return Change.ELECTED;
		}
		return committed ? Change.COMMITTED : Change.NONE;
	}

	private void checkBallot(GroupInspection now) {
		if (now.term() == this.term && now.votedFor() == this.votedFor) {
			return;
		}
		this.violations.check(now.term() >= this.term, "The term of node %d goes back from %d to %d", this.nodeId,
				this.term, now.term());
		this.violations.check(now.term() > this.term || this.votedFor == 0 || now.votedFor() == this.votedFor,
				"Node %d changes its vote in term %d from %d to %d", this.nodeId, this.term, this.votedFor,
				now.votedFor());
		this.term = now.term();
		this.votedFor = now.votedFor();
	}

	private void checkLog(GroupInspection now, boolean ledBefore) {
		boolean cut = now.writeEpoch() != this.writeEpoch;
		this.violations.check(!(cut && ledBefore && now.leads()), "Node %d leads term %d and cuts its own log",
				this.nodeId, this.term);
		if (cut) {
			this.movesUnchecked = 0;
			dropWhatIsGone(now);
		}
		this.writeEpoch = now.writeEpoch();
		this.violations.check(now.lastIndex() >= this.entries.lastIndex(),
				"The log of node %d ends at %d and not at %d, though nothing was cut", this.nodeId, now.lastIndex(),
				this.entries.lastIndex());
		takeNewEntries(now);
	}

	private void dropWhatIsGone(GroupInspection now) {
		long last = this.entries.lastIndex();
		while (last >= now.firstIndex() && now.termAt(last) != this.entries.termAt(last)) {
			this.violations.check(this.history.committedTerm(last) != this.entries.termAt(last),
					"Durability: node %d drops entry %d of term %d, which is committed", this.nodeId, last,
					this.entries.termAt(last));
			last--;
		}
		if (last < this.entries.lastIndex()) {
			this.coverage.add("truncations", 1);
		}
		int configurationsBefore = this.places.size();
		truncate(last);
		if (this.places.size() < configurationsBefore) {
			this.coverage.add("configurations rolled back", 1);
		}
		cover(now);
	}

	private void takeNewEntries(GroupInspection now) {
		while (this.entries.lastIndex() < now.lastIndex()) {
			EntryBatch batch = now.cached(this.entries.lastIndex() + 1);
			if (batch == null) {
				this.violations.check(false, "Entry %d of node %d is new and not in memory",
						this.entries.lastIndex() + 1, this.nodeId);
				return;
			}
			EntryCursor cursor = batch.cursor();
			while (cursor.next()) {
				take(cursor);
			}
		}
	}

	private void take(EntryCursor cursor) {
		long index = cursor.index();
		long entryTerm = cursor.term();
		long previousTerm = this.entries.termAt(index - 1);
		long timestampMillis = cursor.timestampMillis();
		Known before = this.entries.last();
		this.violations.check(timestampMillis >= before.timestampMillis(),
				"The time goes back by %d ms with entry %d of term %d on node %d",
				before.timestampMillis() - timestampMillis, index, entryTerm, this.nodeId);
		Known known = Known.after(before, index, entryTerm, previousTerm, timestampMillis, cursor.type(),
				cursor.body());
		this.history.held(this.nodeId, index, entryTerm, known);
		this.entries.add(entryTerm, known);
		if (cursor.type() == EntryType.CONFIGURATION) {
			Place place = new Place(index, entryTerm);
			this.configurations.held(place, ConfigurationCodec.decode(cursor.body()), this.places.peekLast(),
					this.entries.termAt(this.commitIndex));
			this.places.addLast(place);
		}
	}

	/** In force is the last one that was appended, and no other (R19). */
	private void checkConfiguration(GroupInspection now) {
		long expected = configurationIndex();
		boolean begun = now.condition() == Condition.RUNNING || now.condition() == Condition.NOT_IN_CONFIG;
		this.violations.check(!begun || now.configurationIndex() == expected,
				"On node %d the configuration at %d is in force, but the last one is at %d", this.nodeId,
				now.configurationIndex(), expected);
	}

	/**
	 * What is taken for durable is on the disk: always looked at after a truncation, when
	 * an outcome from before it may come late (trap P8), else now and then.
	 */
	private void checkDurable(GroupInspection now) {
		long durable = now.durableIndex();
		if (durable > this.durableIndex && --this.movesUnchecked < 0) {
			this.movesUnchecked = MOVES_BETWEEN_CHECKS;
			long term = this.entries.termAt(durable);
			this.violations.check(this.disk.holds(durable, term),
					"Node %d takes entry %d of term %d for durable, but its disk does not have it", this.nodeId,
					durable, term);
		}
		this.durableIndex = durable;
	}

	private void checkCommit(GroupInspection now) {
		long commit = now.commitIndex();
		this.violations.check(commit > this.commitIndex, "The commit index of node %d goes back from %d to %d",
				this.nodeId, this.commitIndex, commit);
		this.violations.check(commit <= now.lastIndex(), "Node %d commits entry %d, but its log ends at %d",
				this.nodeId, commit, now.lastIndex());
		for (long index = Math.max(this.commitIndex + 1, now.firstIndex() - 1); index <= Math.min(commit,
				this.history.committedIndex()); index++) {
			this.violations.check(now.termAt(index) == this.history.committedTerm(index),
					"State machine safety: entry %d is committed in term %d, but on node %d it is one of term %d",
					index, this.history.committedTerm(index), this.nodeId, now.termAt(index));
		}
		this.violations.check(!now.leads() || now.termAt(commit) == now.term(),
				"Commit rule: node %d leads term %d and commits entry %d of term %d by counting", this.nodeId,
				now.term(), commit, now.termAt(commit));
		this.commitIndex = commit;
	}

	private void checkApplied(GroupInspection now) {
		long applied = now.appliedIndex();
		if (applied == this.appliedIndex) {
			return;
		}
		this.violations.check(applied >= this.appliedIndex && applied <= this.commitIndex,
				"Node %d has applied entry %d after %d, with the commit index at %d", this.nodeId, applied,
				this.appliedIndex, this.commitIndex);
		this.appliedIndex = applied;
	}

}
