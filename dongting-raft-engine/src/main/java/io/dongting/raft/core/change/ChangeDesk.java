package io.dongting.raft.core.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.MembershipException;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Outsider;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.transport.MembershipReq;
import io.dongting.raft.transport.MembershipResp;
import io.dongting.raft.transport.MembershipResp.Kind;
import io.dongting.raft.transport.MembershipResp.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Takes from any thread what somebody wants done with the membership, and brings it to
 * the leader, here or elsewhere. What has been sent is never sent again: only the answer
 * says what became of it.
 */
public final class ChangeDesk implements PeerLinks.LinkListener {

	private static final int MOST_CALLS = 100;

	private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final GroupContext context;

	private final RoleManager roles;

	private final Outsider outsider;

	private final ChangeManager changes;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final Queue<ChangeCall> submitted = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	/** Wait until there is a leader. */
	private final Deque<ChangeCall> waiting = new ArrayDeque<>();

	/** Passed on, by the number of the request. */
	private final TreeMap<Long, Sent> sent = new TreeMap<>();

	private @Nullable TimerHandle sweep;

	private volatile @Nullable String closed;

	ChangeDesk(GroupContext context, RoleManager roles, Outsider outsider, ChangeManager changes, Envelopes envelopes,
			PeerLinks links) {
		this.context = context;
		this.roles = roles;
		this.outsider = outsider;
		this.changes = changes;
		this.envelopes = envelopes;
		this.links = links;
		links.addListener(this);
	}

	/**
	 * Have something done, from any thread.
	 * @param <T> what the caller wants to know
	 * @param request what is wanted
	 * @param result tells it from the outcome
	 * @return completed when it was done or previewed, else exceptionally
	 */
	public <T> CompletableFuture<T> submit(ChangeRequest request, Function<Outcome, T> result) {
		CompletableFuture<T> future = new CompletableFuture<>();
		long deadlineNanos = this.context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(request.timeoutMillis());
		if (this.pending.incrementAndGet() > MOST_CALLS) {
			this.pending.decrementAndGet();
			future.completeExceptionally(
					new NotExecutedException(Reason.OVERLOADED, MOST_CALLS + " calls about the membership wait"));
			return future;
		}
		this.submitted.add(new ChangeCall(request, deadlineNanos, (outcome) -> {
			this.pending.decrementAndGet();
			RaftException failure = failure(outcome);
			if (failure != null) {
				future.completeExceptionally(failure);
			}
			else {
				future.complete(result.apply(outcome));
			}
		}));
		if (this.closed != null || !this.context.fibers().execute(this::run)) {
			refuseSubmitted();
		}
		return future;
	}

	private static @Nullable RaftException failure(Outcome outcome) {
		if (outcome.kind() == Kind.UNKNOWN) {
			return new OutcomeUnknownException(outcome.message());
		}
		if (outcome.result() != null) {
			return new MembershipException(outcome.result(), outcome.message());
		}
		return (outcome.reason() != null) ? new NotExecutedException(outcome.reason(), outcome.message()) : null;
	}

	/** May run on several threads when the group is closed; each call is polled once. */
	private void refuseSubmitted() {
		String reason = this.closed;
		ChangeCall call = this.submitted.poll();
		while (call != null) {
			call.answer(Outcome.notExecuted(Reason.STOPPED, (reason != null) ? reason : "The group is stopped"));
			call = this.submitted.poll();
		}
	}

	private void run() {
		if (this.closed != null) {
			refuseSubmitted();
			return;
		}
		ChangeCall call = this.submitted.poll();
		while (call != null) {
			this.waiting.addLast(call);
			call = this.submitted.poll();
		}
		watch();
	}

	/** At the end of a round: bring to the leader what waits for one. */
	public void flush() {
		boolean more = true;
		while (more && !this.waiting.isEmpty()) {
			ChangeCall call = this.waiting.getFirst();
			more = this.roles.isLeader() ? handOver(call) : passOn(call);
			if (more) {
				this.waiting.removeFirst();
			}
		}
		if (this.outsider.isLeftOut()) {
			refuseWaiting(Reason.NOT_IN_CONFIG, this.outsider.message());
		}
	}

	private void refuseWaiting(Reason reason, String message) {
		while (!this.waiting.isEmpty()) {
			this.waiting.removeFirst().answer(Outcome.notExecuted(reason, message));
		}
	}

	/** To this node itself. If it leads no more, the call comes back. */
	private boolean handOver(ChangeCall call) {
		this.changes.arrive(new ChangeCall(call.request(), call.deadlineNanos(), (outcome) -> ended(call, outcome)));
		return true;
	}

	private boolean passOn(ChangeCall call) {
		UUID leader = this.roles.leaderReplica();
		int leaderId = this.roles.leaderId();
		if (leader == null) {
			return false;
		}
		long leftMillis = TimeUnit.NANOSECONDS.toMillis(call.deadlineNanos() - this.context.nanoTime());
		MembershipReq message = call.request().toMessage(this.envelopes.request(leader), Math.max(1, leftMillis));
		if (!this.links.send(leaderId, message)) {
			return false;
		}
		this.sent.put(message.envelope().sequence(), new Sent(call, leaderId));
		return true;
	}

	/** A leader that does not lead, or not this term, has done nothing. */
	private void ended(ChangeCall call, Outcome outcome) {
		if (outcome.reason() == Reason.NOT_LEADER) {
			this.waiting.addLast(call);
			watch();
		}
		else {
			call.answer(outcome);
		}
	}

	/**
	 * The leader has answered.
	 * @param answer its answer
	 */
	public void answered(MembershipResp answer) {
		Sent ended = this.sent.remove(answer.envelope().sequence());
		if (ended != null) {
			ended(ended.call(), answer.outcome());
		}
	}

	/**
	 * A request was refused, before it was looked at.
	 * @param sequence the number of the request
	 */
	public void refused(long sequence) {
		Sent refused = this.sent.remove(sequence);
		if (refused != null) {
			this.waiting.addLast(refused.call());
			watch();
		}
	}

	@Override
	public void linkClosed(int nodeId) {
		endUnknown((call) -> call.leaderId() == nodeId,
				"The connection to the leader, node " + nodeId + ", ended before it answered");
	}

	private void endUnknown(Predicate<Sent> which, String message) {
		List<Sent> ended = this.sent.values().stream().filter(which).toList();
		this.sent.values().removeAll(ended);
		ended.forEach((each) -> each.call().answer(Outcome.unknown(message)));
	}

	/**
	 * Take nothing more, and answer all that waits.
	 * @param reason why, a sentence for people
	 */
	public void close(String reason) {
		this.closed = reason;
		refuseSubmitted();
		refuseWaiting(Reason.STOPPED, reason);
		endUnknown((call) -> true, reason);
	}

	/** Return whether no call waits or was passed on. */
	boolean isIdle() {
		return this.waiting.isEmpty() && this.sent.isEmpty();
	}

	/** Look after deadlines, as long as there is anything to look after. */
	private void watch() {
		if (!isIdle() && this.sweep == null && this.closed == null) {
			this.sweep = this.context.fibers().schedule(SWEEP_NANOS, this::sweep);
		}
	}

	private void sweep() {
		this.sweep = null;
		long nowNanos = this.context.nanoTime();
		List<ChangeCall> expired = this.waiting.stream().filter((call) -> call.expired(nowNanos)).toList();
		this.waiting.removeAll(expired);
		expired.forEach((call) -> call
			.answer(Outcome.notExecuted(Reason.NO_LEADER, "No leader was found in time that could be asked")));
		endUnknown((call) -> call.call().expired(nowNanos), "The leader did not answer in time");
		watch();
	}

	private record Sent(ChangeCall call, int leaderId) {

	}

}
