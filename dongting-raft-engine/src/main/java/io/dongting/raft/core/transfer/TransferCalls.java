package io.dongting.raft.core.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import io.dongting.raft.TransferRequest;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Outsider;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.transport.TransferReq;
import io.dongting.raft.transport.TransferResp;
import org.jspecify.annotations.Nullable;

/**
 * Takes wishes for another leader from any thread, asks the leader, and tells what came
 * of them.
 */
public final class TransferCalls implements RoleListener, PeerLinks.LinkListener {

	private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int MOST_CALLS = 1000;

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final Outsider outsider;

	private final LeadershipTransfer transfer;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final AtomicInteger open = new AtomicInteger();

	private final List<TransferCall> calls = new ArrayList<>();

	/** Over, but not told yet: the status is published first (trap D5). */
	private final List<TransferCall> ended = new ArrayList<>();

	private @Nullable TimerHandle sweep;

	private @Nullable String closed;

	public TransferCalls(GroupContext context, Ballot ballot, RoleManager roles, Outsider outsider,
			LeadershipTransfer transfer, Envelopes envelopes, PeerLinks links) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.outsider = outsider;
		this.transfer = transfer;
		this.envelopes = envelopes;
		this.links = links;
		roles.addListener(this);
		links.addListener(this);
	}

	/**
	 * Ask for another leader, from any thread.
	 * @param request who is to lead
	 * @return completed on the group's thread with what came of it
	 */
	public CompletableFuture<TransferOutcome> submit(TransferRequest request) {
		TransferCall call = new TransferCall(request.target().orElse(TransferTargets.BEST),
				this.context.nanoTime() + request.timeout().toNanos());
		if (this.open.incrementAndGet() > MOST_CALLS) {
			refuseAtOnce(call, Reason.OVERLOADED, MOST_CALLS + " callers wait already to be told of another leader");
		}
		else if (!this.context.fibers().execute(() -> start(call))) {
			refuseAtOnce(call, Reason.STOPPED, "The group is stopped");
		}
		return call.future();
	}

	private void refuseAtOnce(TransferCall call, Reason reason, String message) {
		this.open.decrementAndGet();
		call.refuse(new NotExecutedException(reason, message));
		call.answer();
	}

	/**
	 * Hand over to the best follower if this node leads, from any thread.
	 * @param timeoutNanos how long that may take
	 * @return completed when it has been done or given up, and if there is nothing to do;
	 * never exceptionally
	 */
	public CompletableFuture<Void> leave(long timeoutNanos) {
		CompletableFuture<Void> left = new CompletableFuture<>();
		boolean runs = this.context.fibers().execute(() -> {
			if (this.roles.isLeader()) {
				TransferCall call = new TransferCall(TransferTargets.BEST, this.context.nanoTime() + timeoutNanos);
				call.future().whenComplete((outcome, failure) -> left.complete(null));
				this.open.incrementAndGet();
				start(call);
			}
			else {
				left.complete(null);
			}
		});
		if (!runs) {
			left.complete(null);
		}
		return left;
	}

	private void start(TransferCall call) {
		String reason = this.closed;
		this.calls.add(call);
		if (reason != null) {
			refuse(call, Reason.STOPPED, reason);
		}
		else {
			goOn(call);
		}
	}

	/**
	 * Ask whoever leads, unless a leader was asked before: then whoever leads a later
	 * term shows what came of it.
	 */
	private void goOn(TransferCall call) {
		int leaderId = this.roles.leaderId();
		long term = this.ballot.term();
		if (leaderId != 0 && call.wasAskedBefore(term)) {
			end(call, call.judge(leaderId));
		}
		else if (this.roles.isLeader() && !call.isUnderWay()) {
			call.asked(leaderId, term, this.envelopes.lastSequence());
			this.transfer.begin(call.target(), call.deadlineNanos(), (outcome) -> answered(call, outcome));
		}
		else if (leaderId != 0 && !call.isUnderWay()) {
			ask(call, leaderId);
		}
		if (this.outsider.isLeftOut() && !call.wasAsked()) {
			refuse(call, Reason.NOT_IN_CONFIG, this.outsider.message());
		}
		watch();
	}

	private void ask(TransferCall call, int leaderId) {
		UUID leader = this.roles.leaderReplica();
		long leftMillis = TimeUnit.NANOSECONDS.toMillis(call.leftNanos(this.context.nanoTime()));
		if (leader == null || leftMillis <= 0) {
			return;
		}
		TransferReq request = new TransferReq(this.envelopes.request(leader), call.target(), leftMillis);
		if (this.links.send(leaderId, request)) {
			call.asked(leaderId, this.ballot.term(), request.envelope().sequence());
		}
	}

	/**
	 * The leader on another node has answered.
	 * @param answer its answer
	 */
	public void answered(TransferResp answer) {
		TransferOutcome.Result result = answer.result();
		TransferOutcome outcome = (result != null) ? new TransferOutcome(result, answer.leaderId(), answer.message())
				: null;
		long sequence = answer.envelope().sequence();
		forEach((call) -> call.wasAskedWith(sequence), (call) -> answered(call, outcome));
	}

	/** Without an outcome it is to be seen who leads next. */
	private void answered(TransferCall call, @Nullable TransferOutcome outcome) {
		if (outcome != null) {
			end(call, outcome);
		}
		else {
			goOn(call);
		}
	}

	/**
	 * A question was refused before it was looked at.
	 * @param sequence its number
	 */
	public void refused(long sequence) {
		forEach((call) -> call.wasAskedWith(sequence), TransferCall::refused);
	}

	@Override
	public void linkClosed(int nodeId) {
		forEach((call) -> call.wasAskedOf(nodeId), TransferCall::unanswered);
	}

	@Override
	public void leaderChanged() {
		forEach((call) -> true, this::goOn);
	}

	private void forEach(Predicate<TransferCall> which, Consumer<TransferCall> action) {
		this.calls.stream().filter(which).toList().forEach(action);
	}

	private void watch() {
		if (!this.calls.isEmpty() && this.sweep == null) {
			this.sweep = this.context.fibers().schedule(SWEEP_NANOS, this::sweep);
		}
	}

	private void sweep() {
		this.sweep = null;
		long nowNanos = this.context.nanoTime();
		forEach((call) -> true, (call) -> {
			if (!isOverdue(call, nowNanos)) {
				goOn(call);
			}
			else if (call.wasAsked()) {
				end(call, new TransferOutcome(Result.TIMED_OUT, this.roles.leaderId(),
						"The time was over before it was known who leads"));
			}
			else {
				refuse(call, Reason.NO_LEADER, "No leader could be asked in time");
			}
		});
		watch();
	}

	/**
	 * A leader that was asked knows more of what happened; its answer may be on its way.
	 */
	private boolean isOverdue(TransferCall call, long nowNanos) {
		long graceNanos = call.isUnderWay() ? this.context.options().heartbeatInterval().toNanos() : 0;
		return call.leftNanos(nowNanos) + graceNanos <= 0 || call.future().isDone();
	}

	private void end(TransferCall call, TransferOutcome outcome) {
		if (this.calls.remove(call)) {
			call.end(outcome);
			this.ended.add(call);
		}
	}

	private void refuse(TransferCall call, Reason reason, String message) {
		if (this.calls.remove(call)) {
			call.refuse(new NotExecutedException(reason, message));
			this.ended.add(call);
		}
	}

	/** Return whether nobody wants another leader. */
	boolean isIdle() {
		return this.calls.isEmpty() && this.ended.isEmpty();
	}

	/** At the end of a round, when the status is published: tell what came of it. */
	public void flush() {
		if (!this.ended.isEmpty()) {
			List<TransferCall> told = List.copyOf(this.ended);
			this.ended.clear();
			this.open.addAndGet(-told.size());
			told.forEach(TransferCall::answer);
		}
	}

	/**
	 * Take nothing more, and answer all that wait.
	 * @param reason why, a sentence for people
	 */
	public void close(String reason) {
		this.closed = reason;
		forEach(TransferCall::wasAsked,
				(call) -> end(call, new TransferOutcome(Result.CANCELLED, this.roles.leaderId(), reason)));
		forEach((call) -> true, (call) -> refuse(call, Reason.STOPPED, reason));
	}

}
