package io.dongting.raft.log.vote;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a replica must not forget.
 *
 * @param replicaUuid made once for an empty directory, never changed (R1)
 * @param term the current term
 * @param votedFor the node this replica voted for in that term, 0 for none
 * @param promiseMillis the longest lease promise ever stated, in milliseconds; a
 * restarted replica waits it out (R7)
 * @param answeredFounder the replica uuid of the founder this replica answered last, or
 * {@code null} (R4)
 * @param floor where the log ended that is being refilled, or {@code null} (R28)
 */
public record VoteState(UUID replicaUuid, long term, int votedFor, long promiseMillis, @Nullable UUID answeredFounder,
		@Nullable Floor floor) {

	public VoteState {
		if (term < 0 || votedFor < 0 || promiseMillis < 0) {
			throw new IllegalArgumentException("Term " + term + ", vote " + votedFor + " and promise " + promiseMillis
					+ " ms must not be negative");
		}
		if (term == 0 && votedFor != 0) {
			throw new IllegalArgumentException("Nobody votes in term 0");
		}
	}

	/**
	 * Return the state of a replica that knows nothing yet.
	 * @param replicaUuid its uuid
	 * @return the state
	 */
	public static VoteState initial(UUID replicaUuid) {
		return new VoteState(replicaUuid, 0, 0, 0, null, null);
	}

	/**
	 * Return this state in a later term, without a vote.
	 * @param term the term
	 * @return the new state
	 */
	public VoteState withTerm(long term) {
		return new VoteState(this.replicaUuid, term, 0, this.promiseMillis, this.answeredFounder, this.floor);
	}

	/**
	 * Return this state with a vote.
	 * @param term the term of the vote
	 * @param votedFor the node voted for
	 * @return the new state
	 */
	public VoteState withVote(long term, int votedFor) {
		return new VoteState(this.replicaUuid, term, votedFor, this.promiseMillis, this.answeredFounder, this.floor);
	}

	/**
	 * Return this state with another promise.
	 * @param promiseMillis the promise in milliseconds
	 * @return the new state
	 */
	public VoteState withPromiseMillis(long promiseMillis) {
		return new VoteState(this.replicaUuid, this.term, this.votedFor, promiseMillis, this.answeredFounder,
				this.floor);
	}

	/**
	 * Return this state with another answered founder.
	 * @param answeredFounder the founder's replica uuid
	 * @return the new state
	 */
	public VoteState withAnsweredFounder(UUID answeredFounder) {
		return new VoteState(this.replicaUuid, this.term, this.votedFor, this.promiseMillis, answeredFounder,
				this.floor);
	}

	/**
	 * Return this state with another floor.
	 * @param floor where a log ended that is to be refilled, {@code null} when there is
	 * none any more
	 * @return the new state
	 */
	public VoteState withFloor(@Nullable Floor floor) {
		return new VoteState(this.replicaUuid, this.term, this.votedFor, this.promiseMillis, this.answeredFounder,
				floor);
	}

	/**
	 * Check that this state may follow another: invariants that hold whatever the caller
	 * does.
	 * @param before the state before
	 * @throws IllegalArgumentException if the term goes back, a second vote is given in a
	 * term, a vote is taken back, the replica changes, or a floor is lowered
	 */
	void requireFollows(VoteState before) {
		if (!this.replicaUuid.equals(before.replicaUuid)) {
			throw new IllegalArgumentException("Replica " + before.replicaUuid + " cannot become " + this.replicaUuid);
		}
		if (this.term < before.term) {
			throw new IllegalArgumentException("Term " + before.term + " cannot go back to " + this.term);
		}
		if (this.term == before.term && before.votedFor != 0 && this.votedFor != before.votedFor) {
			throw new IllegalArgumentException("The vote for " + before.votedFor + " in term " + this.term
					+ " cannot become one for " + this.votedFor);
		}
		if (before.floor != null && this.floor != null
				&& !before.floor.isReachedBy(this.floor.term(), this.floor.index())) {
			throw new IllegalArgumentException("The floor " + before.floor + " cannot be lowered to " + this.floor);
		}
	}

}
