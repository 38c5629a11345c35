package io.dongting.raft.core.transfer;

import java.time.Duration;
import java.util.UUID;

import io.dongting.fiber.FiberCondition;
import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Resume;
import io.dongting.fiber.Step;
import io.dongting.fiber.Until;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.Failpoint;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.TimeoutNowReq;
import org.jspecify.annotations.Nullable;

/**
 * The leader hands over to one follower (R24, Raft thesis 3.10). It ends by itself only
 * when that failed: success ends the leadership, and this with it.
 */
final class TransferFlow extends FiberFrame<Void> {

	private final Surroundings surroundings;

	/** {@link TransferTargets#BEST} until it is chosen. */
	private int target;

	private final long deadlineNanos;

	private final FiberCondition progress;

	/** The target is in contact, so that only its log is waited for. */
	private boolean chosen;

	private long seenMatch = -1;

	private long frozenUntilNanos;

	/** The target was told to campaign, and may yet do so. */
	private boolean asked;

	/** Requests are held up on their way. */
	private boolean late;

	private boolean disconnected;

	private @Nullable TransferOutcome outcome;

	TransferFlow(Surroundings surroundings, int target, long deadlineNanos) {
		this.surroundings = surroundings;
		this.target = target;
		this.deadlineNanos = deadlineNanos;
		this.progress = surroundings.context().fibers().newCondition("progress of " + describeTarget());
	}

	int target() {
		return this.target;
	}

	String describeTarget() {
		return (this.target != TransferTargets.BEST) ? "node " + this.target : "the best of the followers";
	}

	boolean hasAsked() {
		return this.asked;
	}

	/** Before it is told to campaign; to be followed by the end of the fiber. */
	void cancel(String reason) {
		this.outcome = outcome(Result.CANCELLED, reason);
	}

	/**
	 * At the end of a round: the target may have acknowledged more, or answered at all.
	 */
	void look() {
		long match = match();
		boolean mayChoose = !this.chosen && !this.surroundings.targets().isAwaited(this.target);
		if (match != this.seenMatch || mayChoose) {
			this.seenMatch = match;
			this.progress.signal();
		}
	}

	/** The link to the target has ended. */
	void disconnect() {
		this.disconnected = true;
		this.progress.signal();
	}

	/**
	 * A new leader waits for the first answers before it says that there is nobody.
	 */
	@Override
	protected Step execute() {
		Until answered = new Until(describeTarget() + " answers",
				() -> this.disconnected || !this.surroundings.targets().isAwaited(this.target));
		return awaitUntil(this.progress, answered, until(withinAnElectionTimeout()), this::choose, this::choose);
	}

	private Step choose() {
		int chosen = this.surroundings.targets().choose(this.target);
		if (this.disconnected || chosen == TransferTargets.BEST) {
			return end(this.surroundings.targets().unreachable(this.target));
		}
		this.target = chosen;
		this.chosen = true;
		return catchUp();
	}

	/**
	 * The target catches up with what there is now, while more comes. If that took a
	 * while there will be as much again, so it begins anew.
	 */
	private Step catchUp() {
		long begunNanos = nowNanos();
		return awaitMatch(this.surroundings.log().lastIndex(), this.deadlineNanos, () -> caughtUp(begunNanos));
	}

	private Step caughtUp(long begunNanos) {
		boolean quick = nowNanos() - begunNanos <= electionTimeoutNanos() / 4;
		return quick ? freeze() : catchUp();
	}

	/** The configuration may have changed since the target was accepted. */
	private Step freeze() {
		TransferOutcome refusal = this.surroundings.targets().refusalOf(this.target);
		if (refusal != null) {
			return end(refusal);
		}
		this.late = this.surroundings.context().failpoints().strikes(Failpoint.LATE_TAKE_OVER);
		this.surroundings.freeze().begin();
		this.frozenUntilNanos = withinAnElectionTimeout();
		return awaitMatch(this.surroundings.log().lastIndex(), this.frozenUntilNanos, this::ask);
	}

	private Step awaitMatch(long index, long untilNanos, Resume then) {
		Until matched = new Until("it has entry " + index, () -> this.disconnected || match() >= index);
		return awaitUntil(this.progress, matched, until(untilNanos),
				() -> this.disconnected ? end(this.surroundings.targets().unreachable(this.target)) : then.resume(),
				() -> end(outcome(Result.LAGGING, "Node " + this.target + " has the log up to " + match() + " of "
						+ this.surroundings.log().lastIndex() + " and did not catch up in time")));
	}

	/**
	 * Whatever gets lost is said again. What is heard twice does no harm: whoever
	 * campaigns is in the next term.
	 */
	private Step ask() {
		GroupConfiguration configuration = this.surroundings.members().inForce();
		UUID replica = (configuration != null) ? configuration.boundReplica(this.target) : null;
		this.asked = true;
		send(new TimeoutNowReq(this.surroundings.envelopes().request(replica), this.surroundings.log().lastIndex()));
		long againNanos = nowNanos() + this.surroundings.context().options().heartbeatInterval().toNanos();
		long untilNanos = (againNanos - this.frozenUntilNanos < 0) ? againNanos : this.frozenUntilNanos;
		return sleep(until(untilNanos), this::askAgain);
	}

	private void send(TimeoutNowReq request) {
		PeerLinks links = this.surroundings.links();
		if (this.late) {
			GroupContext context = this.surroundings.context();
			context.fibers()
				.schedule(context.random().nextLong(2 * electionTimeoutNanos()),
						() -> links.send(this.target, request));
		}
		else {
			links.send(this.target, request);
		}
	}

	private Step askAgain() {
		return (this.frozenUntilNanos - nowNanos() > 0) ? ask()
				: end(outcome(Result.TIMED_OUT, "Node " + this.target + " was told to take over and did not in time"));
	}

	private Step end(TransferOutcome result) {
		this.outcome = result;
		return finish();
	}

	/** In any case commands go on, here or with the next leader. */
	@Override
	protected void onFinally() {
		this.surroundings.freeze().end();
		this.surroundings.ended().ended(this.outcome);
	}

	private TransferOutcome outcome(Result result, String message) {
		return this.surroundings.targets().outcome(result, message);
	}

	private long match() {
		return this.surroundings.peers().durableMatch(this.target);
	}

	private long nowNanos() {
		return this.surroundings.context().nanoTime();
	}

	private long electionTimeoutNanos() {
		return this.surroundings.context().options().electionTimeout().toNanos();
	}

	/** Not beyond the time of the caller. */
	private long withinAnElectionTimeout() {
		long endNanos = nowNanos() + electionTimeoutNanos();
		return (endNanos - this.deadlineNanos < 0) ? endNanos : this.deadlineNanos;
	}

	private Duration until(long atNanos) {
		return Duration.ofNanos(Math.max(1, atNanos - nowNanos()));
	}

	/**
	 * What a transfer works with.
	 *
	 * @param context where the group runs
	 * @param members the configuration in force
	 * @param log the log that the target has to have
	 * @param peers how much of it the target has
	 * @param envelopes addresses the request
	 * @param links carry it
	 * @param targets who may take over
	 * @param freeze holds commands back
	 * @param ended told once when it is over
	 */
	record Surroundings(GroupContext context, MemberManager members, RaftLog log, Peers peers, Envelopes envelopes,
			PeerLinks links, TransferTargets targets, Freeze freeze, EndListener ended) {

	}

	/** Has to know when a transfer is over. */
	@FunctionalInterface
	interface EndListener {

		/**
		 * It is over.
		 * @param outcome what came of it, {@code null} if leadership ended: then it is to
		 * be seen who leads next
		 */
		void ended(@Nullable TransferOutcome outcome);

	}

}
