package io.dongting.raft.core.election;

import java.util.concurrent.TimeUnit;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.member.Replica;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.Failpoint;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.LeaderContact;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.VoteReq;
import io.dongting.raft.transport.VoteResp;
import org.jspecify.annotations.Nullable;

/**
 * Asks to be elected when there seems to be no leader: first whether a majority would
 * agree, then for its votes.
 */
public final class VoteManager implements RoleListener, PeerLinks.LinkListener {

	private static final long HINT_SPREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long RETRY_LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long RETRY_SPREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final MemberManager members;

	private final RaftLog log;

	private final LeaderContact contact;

	private final Health health;

	private final Envelopes envelopes;

	private final PeerLinks links;

	/** What is being asked. */
	private @Nullable VoteRound round;

	/**
	 * The votes of the current term. They stay valid when the time to ask for them is
	 * over, as long as the term is the current one: disks may be slower than elections.
	 */
	private @Nullable VoteRound votes;

	private @Nullable TimerHandle timer;

	private @Nullable TimerHandle resend;

	private long deadlineNanos;

	public VoteManager(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members, RaftLog log,
			LeaderContact contact, Health health, Envelopes envelopes, PeerLinks links) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.members = members;
		this.log = log;
		this.contact = contact;
		this.health = health;
		this.envelopes = envelopes;
		this.links = links;
		roles.addListener(this);
		links.addListener(this);
	}

	/** Begin to watch for a leader. */
	public void start() {
		postpone(this.context.nanoTime());
	}

	/** Do not wait for a leader, there can be none: this replica founded the group. */
	public void campaignSoon() {
		hurry(this.context.nanoTime());
	}

	/** The leader of the term was heard. */
	public void leaderHeard() {
		long nowNanos = this.context.nanoTime();
		this.contact.heard(nowNanos);
		this.votes = null;
		endRound();
		this.deadlineNanos = nowNanos + randomTimeoutNanos();
	}

	/** The leader has most likely gone: do not wait longer than was promised (R10). */
	public void leaderLost() {
		this.contact.lost();
		hurry(Math.max(this.context.nanoTime(), this.contact.promiseEndNanos())
				+ this.context.random().nextLong(HINT_SPREAD_NANOS));
	}

	/**
	 * The leader asks this replica to take over: campaign at once and without a pre-vote,
	 * whatever was promised to that leader (R24, Raft thesis 3.10).
	 * @return whether it does; not if it is in no state to campaign
	 */
	public boolean takeOver() {
		boolean able = !this.roles.isLeader() && !this.roles.isCandidate() && mayCampaign();
		if (able) {
			campaign(VoteReq.Kind.TAKE_OVER);
		}
		return able;
	}

	/** A vote was given to another candidate, which now gets its time. */
	void votedForAnother() {
		this.deadlineNanos = this.context.nanoTime() + randomTimeoutNanos();
	}

	@Override
	public void termChanged() {
		this.votes = null;
		if (!this.roles.isCandidate()) {
			endRound();
		}
	}

	@Override
	public void leadershipBegan() {
		this.votes = null;
		endRound();
	}

	@Override
	public void leadershipEnded() {
		this.contact.lost();
		postpone(this.context.nanoTime());
	}

	@Override
	public void linkOpened(int nodeId) {
		ask(nodeId);
	}

	@Override
	public void linkClosed(int nodeId) {
		if (this.round != null) {
			evaluate(this.round);
		}
	}

	/**
	 * Count an answer of a replica that is bound.
	 * @param nodeId the voter
	 * @param answer its answer
	 */
	public void answered(int nodeId, VoteResp answer) {
		VoteRound asked = (answer.kind() == VoteReq.Kind.PRE_VOTE) ? this.round : this.votes;
		if (asked == null || asked.kind != answer.kind() || answer.envelope().sequence() <= asked.startSequence) {
			return;
		}
		asked.answered(nodeId, answer.granted());
		evaluate(asked);
	}

	private void evaluate(VoteRound current) {
		if (current.won(this.members.quorum())) {
			endRound();
			if (current.kind == VoteReq.Kind.PRE_VOTE) {
				campaign(VoteReq.Kind.VOTE);
			}
			else if (this.roles.isCandidate()) {
				this.roles.lead();
			}
		}
		else if (current == this.round && current.lost(this.members.quorum(), this.links::isOpen)) {
			endRound();
			long pauseNanos = RETRY_LEAST_NANOS + this.context.random().nextLong(RETRY_SPREAD_NANOS);
			this.deadlineNanos = this.context.nanoTime() + pauseNanos;
			arm();
		}
	}

	private void deadlinePassed() {
		long nowNanos = this.context.nanoTime();
		this.timer = null;
		if (this.roles.isLeader()) {
			return;
		}
		if (this.deadlineNanos - nowNanos > 0) {
			arm();
			return;
		}
		endRound();
		if (!mayCampaign()) {
			postpone(nowNanos);
		}
		else if (this.contact.promised(nowNanos)) {
			this.deadlineNanos = this.contact.promiseEndNanos() + this.context.random().nextLong(HINT_SPREAD_NANOS);
			arm();
		}
		else {
			postpone(nowNanos);
			begin(new VoteRound(VoteReq.Kind.PRE_VOTE, this.ballot.term() + 1, this.envelopes.lastSequence()));
		}
	}

	/**
	 * Observers and strangers never campaign (R6), nobody who could not lead, be it that
	 * its disk is stuck (R29) or that its log is being refilled (R28), and nobody whose
	 * vote is still on its way to the disk: whoever gets it, this replica included, has
	 * an election timeout from then on (R9, trap P17).
	 */
	private boolean mayCampaign() {
		return this.members.mayCampaign(this.context.nodeId(), this.ballot.replica()) && this.health.mayLead()
				&& !this.log.truncating() && !this.ballot.isRefilling() && this.ballot.isDurable()
				&& this.log.stalledNanos() < this.context.options().electionTimeout().toNanos();
	}

	/** The round counts from when the own vote is durable (R9). */
	private void campaign(VoteReq.Kind kind) {
		this.roles.campaign();
		long term = this.ballot.term();
		this.ballot.whenDurable(() -> {
			if (this.ballot.term() == term && this.roles.isCandidate() && this.health.mayLead()) {
				endRound();
				postpone(this.context.nanoTime());
				VoteRound ballots = new VoteRound(kind, term, this.envelopes.lastSequence());
				this.votes = ballots;
				begin(ballots);
			}
		});
	}

	private void begin(VoteRound next) {
		this.round = next;
		next.answered(this.context.nodeId(), true);
		askAll();
		evaluate(next);
	}

	/** What is lost on the way is asked again: the same candidate, the same answer. */
	private void askAll() {
		GroupConfiguration configuration = this.members.inForce();
		if (this.round == null || configuration == null) {
			return;
		}
		for (Replica replica : configuration.replicas().values()) {
			ask(replica.nodeId());
		}
		this.resend = this.context.fibers()
			.schedule(this.context.options().heartbeatInterval().toNanos(), this::askAll);
	}

	private void ask(int nodeId) {
		VoteRound current = this.round;
		GroupConfiguration configuration = this.members.inForce();
		if (current == null || configuration == null || !configuration.isVoter(nodeId) || current.hasAnswered(nodeId)) {
			return;
		}
		this.links.send(nodeId, new VoteReq(this.envelopes.request(configuration.boundReplica(nodeId), current.term),
				current.kind, this.log.lastIndex(), this.log.lastTerm()));
	}

	private void endRound() {
		this.round = null;
		if (this.resend != null) {
			this.resend.cancel();
			this.resend = null;
		}
	}

	private void postpone(long nowNanos) {
		this.deadlineNanos = nowNanos + randomTimeoutNanos();
		arm();
	}

	private void hurry(long atNanos) {
		if (!this.roles.isLeader() && atNanos - this.deadlineNanos < 0) {
			this.deadlineNanos = atNanos;
			arm();
		}
	}

	private void arm() {
		if (this.timer != null) {
			this.timer.cancel();
		}
		this.timer = this.context.fibers()
			.schedule(Math.max(0, this.deadlineNanos - this.context.nanoTime()), this::deadlinePassed);
	}

	private long randomTimeoutNanos() {
		long timeoutNanos = this.context.options().electionTimeout().toNanos();
		if (this.context.failpoints().strikes(Failpoint.EARLY_ELECTION)) {
			return this.context.random().nextLong(timeoutNanos);
		}
		return timeoutNanos + this.context.random().nextLong(timeoutNanos);
	}

}
