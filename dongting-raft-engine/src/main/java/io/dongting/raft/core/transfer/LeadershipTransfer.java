package io.dongting.raft.core.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.dongting.fiber.FiberScope;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferOutcome.Result;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.LinearTaskRunner;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands leadership over, while this node leads: one transfer at a time, which everybody
 * who wants the same joins.
 */
public final class LeadershipTransfer implements RoleListener, PeerLinks.LinkListener {

	private static final Logger log = LoggerFactory.getLogger(LeadershipTransfer.class);

	private static final int MOST_CALLERS = 1000;

	private final GroupContext context;

	private final RoleManager roles;

	private final TransferTargets targets;

	private final TransferFlow.Surroundings surroundings;

	private @Nullable TransferFlow flow;

	/** What the flow under way is bound to. */
	private @Nullable FiberScope scope;

	private List<Consumer<@Nullable TransferOutcome>> callers = new ArrayList<>();

	LeadershipTransfer(GroupContext context, RoleManager roles, MemberManager members, RaftLog raftLog,
			CommitManager commits, Peers peers, Envelopes envelopes, PeerLinks links, TransferTargets targets,
			LinearTaskRunner runner, LeaderAuthority authority) {
		this.context = context;
		this.roles = roles;
		this.targets = targets;
		Freeze freeze = new Freeze(roles, commits, runner, authority);
		this.surroundings = new TransferFlow.Surroundings(context, members, raftLog, peers, envelopes, links,
				this.targets, freeze, this::ended);
		roles.addListener(freeze);
		roles.addListener(this);
		links.addListener(this);
	}

	boolean isUnderWay() {
		return this.flow != null;
	}

	/**
	 * Hand over.
	 * @param target to whom, {@link TransferTargets#BEST} for the best follower
	 * @param deadlineNanos until when
	 * @param answer told once what came of it; {@code null} if this node does not lead,
	 * or no longer: then it is to be seen who leads next
	 */
	void begin(int target, long deadlineNanos, Consumer<@Nullable TransferOutcome> answer) {
		TransferFlow running = this.flow;
		if (!this.roles.isLeader()) {
			answer.accept(null);
		}
		else if (running != null) {
			join(running, target, answer);
		}
		else {
			TransferOutcome refusal = this.targets.refusalOf(target);
			if (refusal != null) {
				answer.accept(refusal);
			}
			else {
				this.callers.add(answer);
				start(target, deadlineNanos);
			}
		}
	}

	private void join(TransferFlow running, int target, Consumer<@Nullable TransferOutcome> answer) {
		boolean same = target == TransferTargets.BEST || target == running.target();
		if (same && this.callers.size() < MOST_CALLERS) {
			this.callers.add(answer);
		}
		else {
			answer.accept(this.targets.outcome(Result.TRANSFER_IN_PROGRESS,
					"Leadership is being handed over to " + running.describeTarget()));
		}
	}

	private void start(int target, long deadlineNanos) {
		TransferFlow begun = new TransferFlow(this.surroundings, target, deadlineNanos);
		log.info("{}: hands leadership over to {}", this.context, begun.describeTarget());
		FiberScope bound = this.context.fibers().newScope("transfer");
		this.flow = begun;
		this.scope = bound;
		this.context.fibers().start(bound, "transfer to " + begun.describeTarget(), begun);
	}

	private void ended(@Nullable TransferOutcome outcome) {
		if (outcome != null) {
			log.info("{}: still leads: {}", this.context, outcome.message());
		}
		List<Consumer<@Nullable TransferOutcome>> answered = this.callers;
		this.callers = new ArrayList<>();
		this.flow = null;
		endScope("it is over");
		answered.forEach((caller) -> caller.accept(outcome));
	}

	private void endScope(String reason) {
		FiberScope bound = this.scope;
		this.scope = null;
		if (bound != null) {
			bound.cancel(reason);
		}
	}

	/** At the end of a round: see whether the target has caught up. */
	public void flush() {
		if (this.flow != null) {
			this.flow.look();
		}
	}

	/**
	 * This node stops or has failed. Who was told to take over goes on all the same.
	 * @param reason why, a sentence for people
	 */
	public void close(String reason) {
		if (this.flow != null && !this.flow.hasAsked()) {
			this.flow.cancel(reason);
		}
		endScope(reason);
	}

	/** That is what success looks like from here, and other things, too. */
	@Override
	public void leadershipEnded() {
		endScope("leadership ended");
	}

	/**
	 * Who has been told to take over may go on without a link to the leader.
	 */
	@Override
	public void linkClosed(int nodeId) {
		TransferFlow running = this.flow;
		if (running != null && running.target() == nodeId && !running.hasAsked()) {
			running.disconnect();
		}
	}

}
