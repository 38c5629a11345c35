package io.dongting.raft.core.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;

import io.dongting.raft.ReadConsistency;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.replicate.ReplicateManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;

/**
 * The leader's side of a read: hands out indexes up to which a replica has to have
 * applied, once it is certain that nobody else led when they were taken. One round of
 * heartbeats serves all reads that gathered before it.
 */
public final class LeaderReads implements RoleListener {

	/** Handed out instead of an index when this node does not lead. */
	static final long NOT_LEADER = 0;

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final RaftLog log;

	private final CommitManager commits;

	private final LeaderAuthority authority;

	private final ReplicateManager replication;

	private final Envelopes envelopes;

	/** Asked before the first entry of this term has committed (R16, trap P27). */
	private final List<Request> early = new ArrayList<>();

	private final Deque<Unconfirmed> unconfirmed = new ArrayDeque<>();

	/** The last request of the round of heartbeats that was sent last. */
	private long roundSequence;

	public LeaderReads(GroupContext context, Ballot ballot, RoleManager roles, RaftLog log, CommitManager commits,
			LeaderAuthority authority, ReplicateManager replication, Envelopes envelopes) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.log = log;
		this.commits = commits;
		this.authority = authority;
		this.replication = replication;
		this.envelopes = envelopes;
		roles.addListener(this);
	}

	/**
	 * Ask for an index.
	 * @param consistency how to make sure that this node leads
	 * @param answer gets the index, or {@link #NOT_LEADER}
	 */
	void request(ReadConsistency consistency, LongConsumer answer) {
		if (!this.roles.isLeader()) {
			answer.accept(NOT_LEADER);
		}
		else if (this.log.termAt(this.commits.commitIndex()) != this.ballot.term()) {
			this.early.add(new Request(consistency, answer));
		}
		else if (consistency == ReadConsistency.LEASE && this.authority.holdsLease(this.context.nanoTime())) {
			answer.accept(this.commits.commitIndex());
		}
		else {
			this.unconfirmed
				.addLast(new Unconfirmed(this.envelopes.lastSequence(), this.commits.commitIndex(), answer));
		}
	}

	/**
	 * Return whether no read waits until it is sure that this node leads.
	 * @return whether none does
	 */
	public boolean isIdle() {
		return this.early.isEmpty() && this.unconfirmed.isEmpty();
	}

	/** At the end of a round: hand out what was confirmed, and ask for what was not. */
	public void flush() {
		if (!this.roles.isLeader()) {
			return;
		}
		if (!this.early.isEmpty() && this.log.termAt(this.commits.commitIndex()) == this.ballot.term()) {
			List<Request> requests = List.copyOf(this.early);
			this.early.clear();
			requests.forEach((request) -> request(request.consistency(), request.answer()));
		}
		if (this.unconfirmed.isEmpty()) {
			return;
		}
		handOutConfirmed();
		boolean roundUnderWay = this.authority.confirmedSequence() < this.roundSequence;
		if (!this.unconfirmed.isEmpty() && !roundUnderWay) {
			this.replication.heartbeatAll();
			this.roundSequence = this.unconfirmed.getLast().lastSequenceBefore() + 1;
			handOutConfirmed();
		}
	}

	private void handOutConfirmed() {
		long confirmedSequence = this.authority.confirmedSequence();
		while (!this.unconfirmed.isEmpty() && this.unconfirmed.getFirst().lastSequenceBefore() < confirmedSequence) {
			Unconfirmed read = this.unconfirmed.removeFirst();
			read.answer().accept(read.index());
		}
	}

	@Override
	public void leadershipEnded() {
		List<LongConsumer> answers = new ArrayList<>();
		this.early.forEach((request) -> answers.add(request.answer()));
		this.unconfirmed.forEach((read) -> answers.add(read.answer()));
		this.early.clear();
		this.unconfirmed.clear();
		this.roundSequence = 0;
		answers.forEach((answer) -> answer.accept(NOT_LEADER));
	}

	private record Request(ReadConsistency consistency, LongConsumer answer) {

	}

	private record Unconfirmed(long lastSequenceBefore, long index, LongConsumer answer) {

	}

}
