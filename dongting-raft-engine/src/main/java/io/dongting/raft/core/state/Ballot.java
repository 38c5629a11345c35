package io.dongting.raft.core.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

import io.dongting.raft.log.vote.Floor;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStore;
import org.jspecify.annotations.Nullable;

/**
 * The term, vote and promise of this replica. They change here at once and on disk a
 * little later; whatever is said to others on their strength waits for the disk (R5).
 */
public final class Ballot {

	private final VoteStore store;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private VoteState state;

	private long changes;

	private long durableChanges;

	public Ballot(VoteStore store) {
		this.store = store;
		this.state = store.state();
	}

	/**
	 * Take up the term of the log, whose last entry may have got to the disk before the
	 * term itself did.
	 * @param lastLogTerm the term of the last entry
	 */
	public void catchUp(long lastLogTerm) {
		if (lastLogTerm > this.state.term()) {
			adoptTerm(lastLogTerm);
		}
	}

	public long term() {
		return this.state.term();
	}

	/**
	 * Return who got this replica's vote in the current term.
	 * @return the node, 0 if nobody
	 */
	public int votedFor() {
		return this.state.votedFor();
	}

	public UUID replica() {
		return this.state.replicaUuid();
	}

	/**
	 * Return the longest promise this replica has ever stated (R7).
	 * @return the promise in milliseconds
	 */
	public long promiseMillis() {
		return this.state.promiseMillis();
	}

	/**
	 * Return whether a replica is the one that was last told that this replica agrees to
	 * be founded by it (R4).
	 * @param founder the replica
	 * @return whether it is
	 */
	public boolean agreedTo(UUID founder) {
		return founder.equals(this.state.answeredFounder());
	}

	/**
	 * Return whether a replica that has no log may belong to the group of a founder: it
	 * has never agreed to be founded, or last by this one (R4).
	 * @param founder the founder
	 * @return whether it may
	 */
	public boolean mayBeFoundedBy(UUID founder) {
		return this.state.answeredFounder() == null || agreedTo(founder);
	}

	/**
	 * Go on to a higher term, without a vote in it.
	 * @param term the term
	 */
	public void adoptTerm(long term) {
		Invariants.check(term > this.state.term(),
				() -> "The term goes back from " + this.state.term() + " to " + term);
		change(this.state.withTerm(term));
	}

	/**
	 * Vote in the current term.
	 * @param candidate the node that gets the vote
	 */
	public void vote(int candidate) {
		int before = this.state.votedFor();
		Invariants.check(before == 0 || before == candidate,
				() -> "A second vote in term " + this.state.term() + ": for " + candidate + " after " + before);
		if (before != candidate) {
			change(this.state.withVote(this.state.term(), candidate));
		}
	}

	/**
	 * Remember the longest promise that will be stated from now on.
	 * @param promiseMillis the promise in milliseconds
	 */
	public void promise(long promiseMillis) {
		if (promiseMillis > this.state.promiseMillis()) {
			change(this.state.withPromiseMillis(promiseMillis));
		}
	}

	/**
	 * Agree to be founded by a replica (R4).
	 * @param founder the replica
	 */
	public void agreeTo(UUID founder) {
		if (!agreedTo(founder)) {
			change(this.state.withAnsweredFounder(founder));
		}
	}

	/**
	 * Return where the log ended that is being refilled (R28).
	 * @return the floor, {@code null} if the log holds all that it ever acknowledged
	 */
	public @Nullable Floor floor() {
		return this.state.floor();
	}

	/**
	 * Return whether the log lacks what it once acknowledged: this replica cannot be
	 * elected, and is not empty as one that never had a log.
	 * @return whether it does
	 */
	public boolean isRefilling() {
		return this.state.floor() != null;
	}

	/**
	 * The log is at least as up to date, durably, as the one that it is refilled for.
	 */
	public void floorReached() {
		change(this.state.withFloor(null));
	}

	/**
	 * Do something once all that has been changed so far is durable; at once if it is. If
	 * the disk fails it is never done.
	 * @param action what to do
	 */
	public void whenDurable(Runnable action) {
		if (isDurable()) {
			action.run();
		}
		else {
			this.waiting.addLast(new Waiting(this.changes, action));
		}
	}

	/**
	 * Return whether all that has been changed is durable.
	 * @return whether it is
	 */
	public boolean isDurable() {
		return this.durableChanges == this.changes;
	}

	private void change(VoteState next) {
		this.state = next;
		long change = ++this.changes;
		this.store.save(next, () -> durable(change));
	}

	private void durable(long change) {
		this.durableChanges = change;
		while (!this.waiting.isEmpty() && this.waiting.getFirst().change() <= change) {
			this.waiting.removeFirst().action().run();
		}
	}

	private record Waiting(long change, Runnable action) {

	}

}
