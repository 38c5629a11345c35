package io.dongting.raft.core.change;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.HostPort;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.Membership;
import io.dongting.raft.MembershipException.Result;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.ChangePlan;
import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.transfer.Transfers;
import io.dongting.raft.transport.MembershipReq.Kind;
import io.dongting.raft.transport.MembershipResp.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is asked for before anything is done: whether it is done already, fits the
 * membership as it is, and what speaks against it.
 */
final class ChangeStart {

	private final GroupContext context;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final Peers peers;

	private final CommitManager commits;

	private final Transfers transfers;

	private final SortedMap<Integer, HostPort> addresses;

	ChangeStart(GroupContext context, Envelopes envelopes, PeerLinks links, Peers peers, CommitManager commits,
			Transfers transfers, SortedMap<Integer, HostPort> addresses) {
		this.context = context;
		this.envelopes = envelopes;
		this.links = links;
		this.peers = peers;
		this.commits = commits;
		this.transfers = transfers;
		this.addresses = addresses;
	}

	/** Return a change to go on with. */
	OpenChange newChange(ChangePlan plan, SortedSet<Integer> unknown, long catchUpDeadlineNanos) {
		return new OpenChange(plan, new Newcomers(this.context, this.envelopes, this.links, unknown, this.addresses),
				new CatchUp(this.context, this.peers, this.commits, plan.from(), plan.goal(), catchUpDeadlineNanos));
	}

	/** Return whether a request only asks for what is under way already. */
	boolean wantsTheSame(ChangeRequest request, ChangePlan plan) {
		boolean automatic = request.kind() == Kind.CHANGE;
		Membership from = (request.expected() != null) ? request.expected() : plan.from();
		try {
			return plan.isSameAs(new ChangePlan(from, request.goal(from), automatic, request.timeoutMillis(), 0));
		}
		catch (InvalidConfigurationException ex) {
			return false;
		}
	}

	/**
	 * Return what can be answered at once.
	 * @return the answer, {@code null} if there is something to do
	 */
	@Nullable Outcome withoutAChange(ChangeRequest request, GroupConfiguration configuration, long index) {
		Membership current = configuration.membership();
		Membership goal;
		try {
			goal = request.goal(current);
		}
		catch (InvalidConfigurationException ex) {
			return Outcome.refused(Result.CONFIG_MISMATCH, "The group has " + current + ". " + ex.reason());
		}
		if (request.expected() != null && !request.expected().equals(current)) {
			return unexpected(request, configuration, goal);
		}
		if (goal.equals(current)) {
			return (request.kind() == Kind.CHANGE) ? Outcome.done(index)
					: Outcome.refused(Result.CONFIG_MISMATCH, "The group has " + current + " already");
		}
		SortedSet<Integer> nowhere = unknown(goal, configuration);
		nowhere.removeAll(this.addresses.keySet());
		if (!nowhere.isEmpty()) {
			return Outcome.refused(Result.UNREACHABLE, this.context + " does not know where nodes " + nowhere
					+ " are reached, only " + this.addresses.keySet());
		}
		return this.transfers.isUnderWay() ? Outcome.refused(Result.TRANSFER_IN_PROGRESS,
				this.context + " hands leadership over; ask again when that is done") : null;
	}

	/** Who asks again for what was done gets the same answer (R22). */
	private static Outcome unexpected(ChangeRequest request, GroupConfiguration configuration, Membership goal) {
		ChangeState last = configuration.change();
		if (last != null && last.stage() == Stage.COMPLETED && last.plan().from().equals(request.expected())
				&& last.plan().goal().equals(goal)) {
			return Outcome.done(last.prepareIndex());
		}
		return Outcome.refused(Result.CONFIG_MISMATCH,
				"The group has " + configuration.membership() + ", not " + request.expected());
	}

	ChangePlan plan(ChangeRequest request, GroupConfiguration configuration, long index) {
		Membership current = configuration.membership();
		return new ChangePlan(current, request.goal(current), request.kind() == Kind.CHANGE, request.timeoutMillis(),
				index);
	}

	private static SortedSet<Integer> unknown(Membership goal, GroupConfiguration configuration) {
		SortedSet<Integer> unknown = goal.nodes();
		unknown.removeAll(configuration.replicas().keySet());
		return unknown;
	}

	/** Return what a change would lead to. */
	Outcome preview(ChangeRequest request, GroupConfiguration configuration, @Nullable OpenChange open) {
		Membership current = (open != null) ? open.plan().from() : configuration.membership();
		try {
			Membership goal = request.goal(current);
			List<String> reasons = new ArrayList<>();
			if (open != null) {
				reasons.add("A change to " + open.plan().goal() + " is under way.");
			}
			if (this.transfers.isUnderWay()) {
				reasons.add("Leadership is being handed over.");
			}
			describeObstacles(goal, configuration, reasons);
			return Outcome.previewed(new MembershipPreview(current, goal, reasons));
		}
		catch (InvalidConfigurationException ex) {
			return Outcome.refused(Result.CONFIG_MISMATCH, "The group has " + current + ". " + ex.reason());
		}
	}

	private void describeObstacles(Membership goal, GroupConfiguration configuration, List<String> reasons) {
		SortedSet<Integer> unknown = unknown(goal, configuration);
		SortedSet<Integer> able = new TreeSet<>(goal.members());
		for (int node : goal.nodes()) {
			if (unknown.contains(node)) {
				if (!this.links.isOpen(node)) {
					reasons.add("Node " + node + " cannot be reached.");
					able.remove(node);
				}
			}
			else if (!this.peers.isInContact(node)) {
				reasons.add("Node " + node + " does not answer.");
				able.remove(node);
			}
			else if (this.peers.durableMatch(node) < this.commits.commitIndex()) {
				reasons.add("Node " + node + " is " + (this.commits.commitIndex() - this.peers.durableMatch(node))
						+ " entries behind.");
			}
		}
		if (able.size() < goal.quorum()) {
			reasons.add("Of the new members " + goal.members() + " only " + able + " can be reached, and it takes "
					+ goal.quorum() + ".");
		}
	}

}
