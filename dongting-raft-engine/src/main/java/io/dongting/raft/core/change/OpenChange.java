package io.dongting.raft.core.change;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.dongting.raft.core.member.ChangePlan;
import io.dongting.raft.transport.MembershipReq.Kind;
import io.dongting.raft.transport.MembershipResp.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The change that is under way, as the leader of this term goes on with it, and who waits
 * for it.
 */
final class OpenChange {

	private static final Set<Kind> GIVE_UP = EnumSet.of(Kind.ABORT, Kind.CANCEL);

	private final ChangePlan plan;

	private final Newcomers newcomers;

	private final CatchUp catchUp;

	private final List<ChangeCall> waiting = new ArrayList<>();

	/** What those are told who wanted the change, {@code null} as long as it goes on. */
	private @Nullable Outcome givenUp;

	private boolean commitWanted;

	OpenChange(ChangePlan plan, Newcomers newcomers, CatchUp catchUp) {
		this.plan = plan;
		this.newcomers = newcomers;
		this.catchUp = catchUp;
	}

	ChangePlan plan() {
		return this.plan;
	}

	Newcomers newcomers() {
		return this.newcomers;
	}

	CatchUp catchUp() {
		return this.catchUp;
	}

	void await(ChangeCall call) {
		this.waiting.add(call);
	}

	int waiting() {
		return this.waiting.size();
	}

	/** It is to go through to the end. */
	void wantCommit() {
		this.commitWanted = true;
	}

	/** Return whether it is to end as soon as it is joint. */
	boolean goesThrough() {
		return this.plan.automatic() || this.commitWanted;
	}

	/**
	 * Lead back to where the change began.
	 * @param told what those are told who wanted it
	 */
	void giveUp(Outcome told) {
		if (this.givenUp == null) {
			this.givenUp = told;
		}
	}

	boolean isGivenUp() {
		return this.givenUp != null;
	}

	/** Answer those who wait for the joint configuration. */
	void prepared(long index) {
		answer((call) -> call.kind() == Kind.PREPARE, Outcome.done(index));
	}

	/** Answer those who wait for the end. */
	void completed(long index, Outcome tooLate) {
		answer((call) -> GIVE_UP.contains(call.kind()), tooLate);
		answer((call) -> true, Outcome.done(index));
	}

	/** The membership is what it was before. */
	void aborted(long index, Outcome cancelled) {
		answer((call) -> GIVE_UP.contains(call.kind()), Outcome.done(index));
		answer((call) -> true, (this.givenUp != null) ? this.givenUp : cancelled);
	}

	/** Nobody here will learn more of it. */
	void abandon(Outcome told) {
		answer((call) -> true, told);
	}

	void expire(long nowNanos, Outcome told) {
		answer((call) -> call.expired(nowNanos), told);
	}

	private void answer(Predicate<ChangeCall> which, Outcome outcome) {
		List<ChangeCall> answered = this.waiting.stream().filter(which).toList();
		this.waiting.removeAll(answered);
		answered.forEach((call) -> call.answer(outcome));
	}

}
