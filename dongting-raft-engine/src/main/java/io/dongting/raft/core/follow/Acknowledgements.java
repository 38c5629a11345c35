package io.dongting.raft.core.follow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.LeaderContact;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.AppendResp;
import org.jspecify.annotations.Nullable;

/**
 * Appends of the leader of this term that wait until their entries are durable. One
 * answer covers all that became so together.
 */
public final class Acknowledgements implements RoleListener {

	private final RaftLog log;

	private final Ballot ballot;

	private final Envelopes envelopes;

	private final LeaderContact contact;

	private final Freshness freshness;

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private long verifiedIndex;

	private long catchUpIndex;

	public Acknowledgements(RaftLog log, Ballot ballot, Envelopes envelopes, LeaderContact contact,
			Freshness freshness) {
		this.log = log;
		this.ballot = ballot;
		this.envelopes = envelopes;
		this.contact = contact;
		this.freshness = freshness;
	}

	/**
	 * Return up to where the log was found to equal that of the leader of this term.
	 * @return the index, 0 if nothing was verified yet
	 */
	public long verifiedIndex() {
		return this.verifiedIndex;
	}

	/**
	 * Return how far a leader was when this replica first heard of one: once it has
	 * applied that, it has caught up with what it had missed.
	 * @return the leader's commit index then, 0 if no leader was heard since the start
	 */
	public long catchUpIndex() {
		return this.catchUpIndex;
	}

	void told(long leaderCommit) {
		this.freshness.told(leaderCommit);
		if (this.catchUpIndex == 0) {
			this.catchUpIndex = leaderCommit;
		}
	}

	/** What was verified against one leader says nothing of the next. */
	@Override
	public void termChanged() {
		this.verifiedIndex = 0;
		this.waiting.clear();
	}

	/**
	 * Entries of a request are in the log; it is to be answered once they are durable.
	 * @param request the request
	 * @param matchIndex the last index it verified
	 * @param answers takes the answer
	 */
	void appended(AppendReq request, long matchIndex, AnswerSink answers) {
		this.verifiedIndex = Math.max(this.verifiedIndex, matchIndex);
		this.waiting.addLast(new Waiting(request.envelope().fromReplica(), request.envelope().sequence(),
				this.ballot.term(), matchIndex, answers));
	}

	/**
	 * A probe found the logs equal: say so at once, with as much as is durable. The rest
	 * may have come over a link that is closed now, whose acknowledgements are lost: say
	 * it again when it is durable.
	 * @param request the request
	 * @param matchIndex the last index it verified
	 * @param answers takes the answer
	 */
	void probed(AppendReq request, long matchIndex, AnswerSink answers) {
		this.verifiedIndex = Math.max(this.verifiedIndex, matchIndex);
		long durableIndex = this.log.durableIndex();
		Waiting whole = new Waiting(request.envelope().fromReplica(), request.envelope().sequence(), this.ballot.term(),
				matchIndex, answers);
		answer(whole.upTo(Math.min(matchIndex, durableIndex)));
		if (matchIndex > durableIndex) {
			this.waiting.addLast(whole);
		}
	}

	/**
	 * A snapshot of the leader of this term stands for all entries up to an index.
	 * @param index the index
	 */
	public void covered(long index) {
		this.verifiedIndex = Math.max(this.verifiedIndex, index);
	}

	/** At the end of a round: answer for all that has become durable. */
	public void flush() {
		long durableIndex = this.log.durableIndex();
		@Nullable Waiting last = null;
		while (!this.waiting.isEmpty() && this.waiting.getFirst().matchIndex() <= durableIndex) {
			Waiting next = this.waiting.removeFirst();
			if (last != null && last.answers() != next.answers()) {
				answer(last);
			}
			last = next;
		}
		if (last != null) {
			answer(last);
		}
	}

	private void answer(Waiting answered) {
		this.ballot.whenDurable(() -> {
			if (this.ballot.term() == answered.term()) {
				answered.answers()
					.answer(new AppendResp(this.envelopes.answer(answered.asker(), answered.sequence()),
							AppendResp.Result.DURABLE, answered.matchIndex(), 0, this.contact.promiseMillis()));
			}
		});
	}

	private record Waiting(UUID asker, long sequence, long term, long matchIndex, AnswerSink answers) {

		Waiting upTo(long index) {
			return new Waiting(this.asker, this.sequence, this.term, index, this.answers);
		}

	}

}
