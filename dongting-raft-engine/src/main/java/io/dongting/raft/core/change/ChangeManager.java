package io.dongting.raft.core.change;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.MembershipException.Result;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.core.member.ChangePlan;
import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.quorum.Quorum;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.transport.IdentityResp;
import io.dongting.raft.transport.MembershipResp.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Leads changes of the membership from step to step, as the leader. What step comes next
 * is read from the configuration in force, whoever appended it: so a new leader goes on
 * where the last one was (R22). Looks at each end of a round.
 */
public final class ChangeManager implements RoleListener {

	private static final int MOST_CALLS = 100;

	/** The rest of the time a change has is for what comes after catching up. */
	private static final long CATCH_UP_QUARTERS = 3;

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final MemberManager members;

	private final LeaderAuthority authority;

	private final ConfigurationWriter writer;

	private final ChangeStart start;

	private final Runnable leaveOffice;

	/** Not looked at yet. */
	private final Deque<ChangeCall> arrived = new ArrayDeque<>();

	private @Nullable OpenChange open;

	ChangeManager(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members,
			LeaderAuthority authority, ConfigurationWriter writer, ChangeStart start, Runnable leaveOffice) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.members = members;
		this.authority = authority;
		this.writer = writer;
		this.start = start;
		this.leaveOffice = leaveOffice;
		roles.addListener(this);
	}

	/** Somebody wants something of the leader. */
	void arrive(ChangeCall call) {
		OpenChange change = this.open;
		int waiting = (change != null) ? change.waiting() : 0;
		if (!this.roles.isLeader()) {
			call.answer(Outcome.notExecuted(Reason.NOT_LEADER, this.context + " does not lead"));
		}
		else if (this.arrived.size() + waiting >= MOST_CALLS) {
			call.answer(Outcome.notExecuted(Reason.OVERLOADED,
					MOST_CALLS + " calls about the membership wait for an outcome"));
		}
		else {
			this.arrived.addLast(call);
		}
	}

	/** A node says which replica it is. */
	public void answered(int nodeId, IdentityResp answer) {
		GroupConfiguration configuration = this.members.inForce();
		if (this.open != null && configuration != null) {
			this.open.newcomers().answered(nodeId, answer, configuration.clusterId());
		}
	}

	/** A node refuses a request, perhaps the question which replica it is. */
	public void refused(int nodeId, String message) {
		if (this.open != null) {
			this.open.newcomers().refused(nodeId, message);
		}
	}

	/** At the end of a round, as the leader: go on, one step at a time. */
	public void flush() {
		if (!this.roles.isLeader()) {
			return;
		}
		expire();
		GroupConfiguration configuration = this.members.inForce();
		if (configuration == null || !this.writer.ownEntryCommitted()) {
			return;
		}
		adopt(configuration);
		int looks = this.arrived.size();
		for (int i = 0; i < looks; i++) {
			take(this.arrived.removeFirst());
		}
		goOn(configuration);
		leaveOfficeIfRemoved();
	}

	/** Return whether there is no change to go on with, and none was asked for. */
	boolean isIdle() {
		return this.open == null && this.arrived.isEmpty() && !this.members.isChanging();
	}

	/** More is committed: the next step may be due, in a round of its own. */
	void committed() {
		if (!isIdle() && this.roles.isLeader()) {
			this.context.fibers().execute(() -> {
				// the end of the round goes on
			});
		}
	}

	private void expire() {
		long nowNanos = this.context.nanoTime();
		int looks = this.arrived.size();
		for (int i = 0; i < looks; i++) {
			ChangeCall call = this.arrived.removeFirst();
			if (call.expired(nowNanos)) {
				call.answer(Outcome.notExecuted(Reason.TIMED_OUT, "The leader was not ready in time"));
			}
			else {
				this.arrived.addLast(call);
			}
		}
		if (this.open != null) {
			this.open.expire(nowNanos, Outcome.unknown("The change was begun, but did not end in time"));
		}
	}

	/** Take up a change that the log tells of and nobody here has begun. */
	private void adopt(GroupConfiguration configuration) {
		ChangeState change = configuration.change();
		boolean ended = change == null || (!change.isOpen() && this.members.inForceCommitted());
		if (this.open == null && change != null && !ended) {
			this.open = this.start.newChange(change.plan(), Collections.emptySortedSet(),
					catchUpDeadlineNanos(change.plan().timeoutMillis()));
		}
	}

	private long catchUpDeadlineNanos(long timeoutMillis) {
		return this.context.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis) / 4 * CATCH_UP_QUARTERS;
	}

	private void take(ChangeCall call) {
		switch (call.kind()) {
			case PREPARE, CHANGE -> takeChange(call);
			case COMMIT -> takeCommit(call);
			case ABORT -> takeAbort(call, false);
			case CANCEL -> takeAbort(call, true);
			case PREVIEW -> call.answer(this.start.preview(call.request(), configuration(), this.open));
		}
	}

	/** A leader that makes room leaves it to the next one what comes after (R23). */
	private void takeChange(ChangeCall call) {
		GroupConfiguration configuration = configuration();
		OpenChange change = this.open;
		ChangeState state = configuration.change();
		boolean ending = state != null && !state.isOpen() && !this.members.inForceCommitted();
		if (ending || (change == null && !isMember(configuration))) {
			this.arrived.addLast(call);
		}
		else if (change == null) {
			begin(call, configuration);
		}
		else if (!change.isGivenUp() && this.start.wantsTheSame(call.request(), change.plan())) {
			change.await(call);
		}
		else {
			call.answer(Outcome.refused(Result.CONFIG_CHANGE_IN_PROGRESS,
					"A change to " + change.plan().goal() + " is under way"));
		}
	}

	private void begin(ChangeCall call, GroupConfiguration configuration) {
		Outcome answer = this.start.withoutAChange(call.request(), configuration, this.members.inForceIndex());
		if (answer != null) {
			call.answer(answer);
			return;
		}
		ChangePlan plan = this.start.plan(call.request(), configuration, this.members.inForceIndex());
		SortedSet<Integer> unknown = plan.goal().nodes();
		unknown.removeAll(configuration.replicas().keySet());
		OpenChange begun = this.start.newChange(plan, unknown, catchUpDeadlineNanos(plan.timeoutMillis()));
		begun.await(call);
		this.open = begun;
	}

	private void takeCommit(ChangeCall call) {
		ChangeState state = configuration().change();
		OpenChange change = this.open;
		long index = this.members.inForceIndex();
		long prepareIndex = call.request().prepareIndex();
		if (state != null && state.stage() == Stage.JOINT && prepareIndex == index && change != null) {
			change.wantCommit();
			change.await(call);
		}
		else if (state != null && state.stage() == Stage.COMPLETED && prepareIndex == state.prepareIndex()) {
			answerOrAwait(call, index);
		}
		else {
			call.answer(Outcome.refused(Result.CONFIG_MISMATCH, "There is no joint configuration at " + prepareIndex
					+ "; in force is " + describe(state) + " at " + index));
		}
	}

	/** Once the entry that leaves the joint configuration is appended it is too late. */
	private void takeAbort(ChangeCall call, boolean anyStage) {
		ChangeState state = configuration().change();
		OpenChange change = this.open;
		boolean ended = state != null && !state.isOpen() && (change == null || change.plan().equals(state.plan()));
		if (state != null && ended && state.stage() == Stage.ABORTED && (anyStage || state.prepareIndex() > 0)) {
			answerOrAwait(call, this.members.inForceIndex());
		}
		else if (change != null && !ended && (anyStage || (state != null && state.stage() == Stage.JOINT))) {
			change.giveUp(Outcome.refused(Result.CANCELLED, "The change to " + change.plan().goal() + " was given up"));
			change.await(call);
		}
		else {
			call.answer(Outcome.refused(Result.CONFIG_MISMATCH, "There is nothing to give up; in force is "
					+ describe(state) + " at " + this.members.inForceIndex()));
		}
	}

	/**
	 * As long as the last entry of a change is not committed, the change is open here.
	 */
	private void answerOrAwait(ChangeCall call, long index) {
		OpenChange change = this.open;
		if (change == null || this.members.inForceCommitted()) {
			call.answer(Outcome.done(index));
		}
		else {
			change.await(call);
		}
	}

	private static String describe(@Nullable ChangeState state) {
		return (state != null) ? "the end of the step " + state.stage() + " of a change to " + state.plan().goal()
				: "the first configuration";
	}

	private void goOn(GroupConfiguration configuration) {
		OpenChange change = this.open;
		if (change == null) {
			return;
		}
		ChangeState state = configuration.change();
		ChangeState written = (state != null && state.plan().equals(change.plan())) ? state : null;
		if (written != null && !written.isOpen()) {
			ended(change, written);
		}
		else if (!this.writer.isHeld()) {
			takeStep(change, configuration, (written != null) ? written.stage() : null);
		}
	}

	private void takeStep(OpenChange change, GroupConfiguration configuration, @Nullable Stage stage) {
		if (stage == null) {
			prepare(change, configuration);
		}
		else if (stage == Stage.JOINING) {
			joining(change, configuration);
		}
		else {
			joint(change, configuration);
		}
	}

	/** Nothing of the change is written yet. */
	private void prepare(OpenChange change, GroupConfiguration configuration) {
		Newcomers newcomers = change.newcomers();
		newcomers.ask(configuration);
		String contradiction = newcomers.contradiction();
		if (contradiction != null) {
			change.giveUp(Outcome.refused(Result.CONFIG_MISMATCH, contradiction));
		}
		else if (!newcomers.allKnown() && change.catchUp().isOver()) {
			change.giveUp(Outcome.refused(Result.UNREACHABLE, newcomers.describeMissing()));
		}
		else if (newcomers.allKnown() && !newcomers.replicas().isEmpty() && !change.isGivenUp()) {
			this.writer.append(configuration.joining(change.plan(), newcomers.replicas()));
			return;
		}
		else if (newcomers.allKnown()) {
			passGate(change, configuration);
		}
		if (change.isGivenUp()) {
			this.open = null;
			change.aborted(this.members.inForceIndex(), cancelled());
		}
	}

	private void joining(OpenChange change, GroupConfiguration configuration) {
		if (this.members.inForceCommitted()) {
			passGate(change, configuration);
			if (change.isGivenUp()) {
				this.writer.append(configuration.aborted(change.plan(), 0));
			}
		}
	}

	private void passGate(OpenChange change, GroupConfiguration configuration) {
		if (change.isGivenUp()) {
			return;
		}
		CatchUp catchUp = change.catchUp();
		switch (catchUp.look()) {
			case READY -> this.writer.append(configuration.joint(change.plan()));
			case NOT_YET -> {
			}
			case LAGGING -> change.giveUp(Outcome.refused(Result.LAGGING,
					"Of the new members and observers " + catchUp.behind() + " did not catch up in time"));
			case UNREACHABLE -> change.giveUp(Outcome.refused(Result.UNREACHABLE,
					"Too few of the new members and observers can be reached; missing are " + catchUp.behind()));
		}
	}

	private void joint(OpenChange change, GroupConfiguration configuration) {
		long index = this.members.inForceIndex();
		boolean committed = this.members.inForceCommitted();
		if (change.isGivenUp() && (committed || this.writer.mayTakeBack())) {
			this.writer.append(configuration.aborted(change.plan(), index));
		}
		else if (committed) {
			change.prepared(index);
			if (change.goesThrough()) {
				this.writer.append(configuration.completed(change.plan(), index));
			}
		}
	}

	private void ended(OpenChange change, ChangeState state) {
		if (!this.members.inForceCommitted()) {
			return;
		}
		this.open = null;
		if (state.stage() == Stage.COMPLETED) {
			change.prepared(state.prepareIndex());
			change.completed(this.members.inForceIndex(),
					Outcome.refused(Result.CONFIG_MISMATCH, "The change is completed"));
		}
		else {
			change.aborted(this.members.inForceIndex(), cancelled());
		}
	}

	private static Outcome cancelled() {
		return Outcome.refused(Result.CANCELLED, "The change was given up");
	}

	/**
	 * A leader that is not a member any more leads until that is committed, without
	 * counting itself, and then hands over (R23).
	 */
	private void leaveOfficeIfRemoved() {
		boolean member = isMember(configuration());
		if (!member && this.members.inForceCommitted()) {
			this.leaveOffice.run();
		}
	}

	private boolean isMember(GroupConfiguration configuration) {
		return configuration.isVoter(this.context.nodeId(), this.ballot.replica());
	}

	/**
	 * No majority answers. If that is so only since the joint configuration is in force,
	 * and it is not committed, take it back: the old members can go on (R11).
	 * @return whether a majority that decides now answers
	 */
	public boolean takeBack() {
		long nowNanos = this.context.nanoTime();
		GroupConfiguration configuration = this.members.inForce();
		OpenChange change = this.open;
		if (configuration == null || change == null || this.members.inForceCommitted() || !this.writer.mayTakeBack()
				|| !this.writer.ownEntryCommitted()
				|| !this.authority.inContact(new Quorum(configuration.members(), Collections.emptySet()), nowNanos)) {
			return false;
		}
		change.giveUp(Outcome.refused(Result.UNREACHABLE, "A majority of the new members was lost"));
		this.writer.append(configuration.aborted(change.plan(), this.members.inForceIndex()));
		return true;
	}

	/**
	 * What was not begun may be begun elsewhere; the rest another leader goes on with.
	 */
	@Override
	public void leadershipEnded() {
		Outcome notLeader = Outcome.notExecuted(Reason.NOT_LEADER, this.context + " leads no more");
		while (!this.arrived.isEmpty()) {
			this.arrived.removeFirst().answer(notLeader);
		}
		OpenChange change = this.open;
		if (change != null) {
			this.open = null;
			GroupConfiguration configuration = this.members.inForce();
			ChangeState state = (configuration != null) ? configuration.change() : null;
			boolean begun = state != null && state.plan().equals(change.plan());
			change.abandon(begun
					? Outcome.refused(Result.LEADER_CHANGED,
							"The leader has changed since the change was begun; the next one goes on with it")
					: notLeader);
		}
	}

	/**
	 * Describe the change that is under way for the status.
	 * @return a description, {@code null} if there is no change
	 */
	public GroupStatus.@Nullable Change describe() {
		return ChangeReport.of(this.members, this.open);
	}

	private GroupConfiguration configuration() {
		return Objects.requireNonNull(this.members.inForce(), "A leader has a configuration");
	}

}
