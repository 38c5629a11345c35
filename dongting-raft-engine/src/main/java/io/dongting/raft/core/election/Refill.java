package io.dongting.raft.core.election;

import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.vote.Floor;

/**
 * Notices when a log that is being refilled is as up to date again, durably, as the one
 * that was lost: the replica is a voter like others from then on (R28).
 *
 * <p>
 * Whatever the replica ever acknowledged is then in its log as far as it is committed: a
 * log that ends in the same term at or behind the floor holds the same entries up to
 * there (log matching), and one that ends in a later term comes from a leader that was
 * elected with all of them.
 */
public final class Refill {

	private final Ballot ballot;

	private final RaftLog log;

	public Refill(Ballot ballot, RaftLog log) {
		this.ballot = ballot;
		this.log = log;
	}

	/** At the end of a round: more may be durable. */
	public void flush() {
		Floor floor = this.ballot.floor();
		if (floor == null || this.log.truncating()) {
			return;
		}
		long durableIndex = this.log.durableIndex();
		if (floor.isReachedBy(this.log.termAt(durableIndex), durableIndex)) {
			this.ballot.floorReached();
		}
	}

}
