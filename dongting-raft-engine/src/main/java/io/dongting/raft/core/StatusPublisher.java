package io.dongting.raft.core;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftRole;
import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.change.ChangeManager;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.follow.Acknowledgements;
import io.dongting.raft.core.follow.Freshness;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.LinearTaskRunner;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.snapshot.SnapshotShelf;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.LeaderContact;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.snapshot.StoredSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Lets other threads see how the group is doing. What changes seldom is published when it
 * changes, the peers now and then, the indexes always.
 */
final class StatusPublisher {

	/** As long as an election that nothing disturbs may take to begin (R7). */
	private static final int ELECTION_TIMEOUTS = 2;

	private final GroupContext context;

	private final Ballot ballot;

	private final RoleManager roles;

	private final MemberManager members;

	private final RaftLog log;

	private final CommitManager commits;

	private final ApplyManager applies;

	private final Acknowledgements acknowledgements;

	private final Freshness freshness;

	private final LinearTaskRunner runner;

	private final SnapshotShelf shelf;

	private final Peers peers;

	private final ChangeManager changes;

	private final Health health;

	private final LeaderContact contact;

	private final UUID replica;

	private final Runnable onChange;

	private volatile View view;

	private volatile long lastLogIndex;

	private volatile List<GroupStatus.Peer> peerStatus = List.of();

	private boolean ready;

	/** The last term in which this node led and had applied an entry of its own. */
	private long servedTerm;

	private long peersPublishedNanos;

	StatusPublisher(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members, RaftLog log,
			CommitManager commits, ApplyManager applies, Acknowledgements acknowledgements, Freshness freshness,
			LinearTaskRunner runner, SnapshotShelf shelf, Peers peers, ChangeManager changes, Health health,
			LeaderContact contact, Runnable onChange) {
		this.context = context;
		this.ballot = ballot;
		this.roles = roles;
		this.members = members;
		this.log = log;
		this.commits = commits;
		this.applies = applies;
		this.acknowledgements = acknowledgements;
		this.freshness = freshness;
		this.runner = runner;
		this.shelf = shelf;
		this.peers = peers;
		this.changes = changes;
		this.health = health;
		this.contact = contact;
		this.replica = ballot.replica();
		this.onChange = onChange;
		this.view = newView();
	}

	/** At the end of a round. */
	void publish() {
		this.lastLogIndex = this.log.lastIndex();
		if (this.roles.isLeader() && this.servedTerm != this.ballot.term() && hasAppliedOwnEntry()) {
			this.servedTerm = this.ballot.term();
		}
		if (!this.ready) {
			this.ready = isReady();
		}
		if (this.roles.isLeader() || this.view.role() == RaftRole.LEADER) {
			this.contact.led(this.context.nanoTime());
		}
		publishPeers();
		age();
		if (!this.view.isCurrent(this)) {
			this.view = newView();
			this.onChange.run();
		}
	}

	private void age() {
		if (this.roles.isLeader()) {
			this.freshness.leads();
		}
		else {
			this.freshness.applied(this.applies.appliedIndex());
		}
	}

	private void publishPeers() {
		long nowNanos = this.context.nanoTime();
		if (!this.roles.isLeader()) {
			publish(List.of());
			this.peersPublishedNanos = nowNanos - this.context.options().heartbeatInterval().toNanos();
		}
		else if (nowNanos - this.peersPublishedNanos >= this.context.options().heartbeatInterval().toNanos() / 2) {
			publish(List.copyOf(this.peers.describe()));
			this.peersPublishedNanos = nowNanos;
		}
	}

	private void publish(List<GroupStatus.Peer> next) {
		List<GroupStatus.Peer> previous = this.peerStatus;
		this.peerStatus = next;
		if (!areSameNodes(previous, next)) {
			Set<Integer> nodeIds = next.stream().map(GroupStatus.Peer::nodeId).collect(Collectors.toSet());
			this.context.meters().peersChanged(nodeIds);
		}
	}

	private static boolean areSameNodes(List<GroupStatus.Peer> some, List<GroupStatus.Peer> others) {
		boolean same = some.size() == others.size();
		for (int i = 0; same && i < some.size(); i++) {
			same = some.get(i).nodeId() == others.get(i).nodeId();
		}
		return same;
	}

	/**
	 * Has applied what was committed when it first heard of a leader, or leads, and lacks
	 * nothing that it once held (R28).
	 */
	private boolean isReady() {
		if (this.ballot.isRefilling()) {
			return false;
		}
		if (this.roles.isLeader()) {
			return hasAppliedOwnEntry();
		}
		long target = this.acknowledgements.catchUpIndex();
		return target > 0 && this.applies.appliedIndex() >= target;
	}

	/** So that all that was committed in earlier terms is applied, too (R16). */
	private boolean hasAppliedOwnEntry() {
		long applied = this.applies.appliedIndex();
		return applied > 0 && this.log.termAt(applied) == this.ballot.term();
	}

	/**
	 * Terms only grow, and each has one leader at most (Raft paper 5.2): whoever led
	 * before is known by a smaller number.
	 */
	private long currentFencingToken() {
		boolean serves = this.roles.isLeader() && this.servedTerm == this.ballot.term();
		return serves ? this.servedTerm : 0;
	}

	/** That the log is being refilled is told of a replica that has not failed. */
	private Condition condition() {
		Condition condition = this.health.condition();
		boolean waits = condition == Condition.BOOTSTRAPPING
				|| (condition == Condition.NOT_IN_CONFIG && this.members.inForce() == null);
		return (this.ballot.isRefilling() && (waits || condition == Condition.RUNNING)) ? Condition.REFILLING
				: condition;
	}

	private RaftRole role(RaftRole asMember) {
		if (this.roles.isLeader()) {
			return RaftRole.LEADER;
		}
		return this.roles.isCandidate() ? RaftRole.CANDIDATE : asMember;
	}

	/** What this node is as long as it neither leads nor wants to. */
	private RaftRole asMember(@Nullable GroupConfiguration configuration) {
		if (configuration == null || !configuration.replicas().containsKey(this.context.nodeId())) {
			return RaftRole.NONE;
		}
		return configuration.isVoter(this.context.nodeId()) ? RaftRole.FOLLOWER : RaftRole.OBSERVER;
	}

	private long prepareIndex(@Nullable GroupConfiguration configuration) {
		boolean joint = configuration != null && !configuration.preparedMembers().isEmpty();
		return joint ? this.members.inForceIndex() : 0;
	}

	private View newView() {
		GroupConfiguration configuration = this.members.inForce();
		RaftRole asMember = asMember(configuration);
		return new View(asMember, role(asMember), this.ballot.term(), this.roles.leaderId(), currentFencingToken(),
				this.ready && !this.health.failed(), condition(), this.health.detail(), this.log.firstIndex(),
				this.shelf.newest(), configuration, this.members.inForceIndex(), prepareIndex(configuration),
				this.changes.describe());
	}

	/**
	 * Return what was last published of this node's leadership. May be called on any
	 * thread.
	 * @return the token, 0 if this node does not lead
	 */
	long fencingToken() {
		return this.view.fencingToken();
	}

	/**
	 * Return the status. May be called on any thread.
	 * @return the status
	 */
	GroupStatus status() {
		View current = this.view;
		long silentNanos = (current.role() == RaftRole.LEADER) ? 0 : this.contact.silentNanos(this.context.nanoTime());
		long electionTimeoutNanos = this.context.options().electionTimeout().toNanos();
		long appliedIndex = this.applies.appliedIndex();
		long commitIndex = Math.max(appliedIndex, this.commits.commitIndex());
		GroupConfiguration configuration = current.configuration();
		return new GroupStatus(this.context.config().name(), this.context.config().groupId(), this.context.nodeId(),
				current.condition(), current.detail(), current.role(), current.term(),
				(silentNanos < electionTimeoutNanos) ? current.leaderId() : 0,
				silentNanos > ELECTION_TIMEOUTS * electionTimeoutNanos, current.fencingToken(), current.ready(),
				this.freshness.isLagging(), this.context.diskSpace().get(), commitIndex, appliedIndex,
				current.firstLogIndex(), Math.max(commitIndex, this.lastLogIndex),
				of(configuration, GroupConfiguration::members), of(configuration, GroupConfiguration::observers),
				of(configuration, GroupConfiguration::preparedMembers),
				of(configuration, GroupConfiguration::preparedObservers), current.prepareIndex(), current.change(),
				describe(current.snapshot()), this.runner.pending(), this.peerStatus);
	}

	/**
	 * Return what this node can say of the group. May be called on any thread.
	 * @return the facts
	 */
	GroupFacts facts() {
		View current = this.view;
		boolean empty = current.condition() == Condition.BOOTSTRAPPING
				|| current.condition() == Condition.NOT_IN_CONFIG;
		if (current.condition() == Condition.STARTING || (current.configuration() == null && !empty)) {
			return GroupFacts.idle(this.context.config());
		}
		return new GroupFacts(this.context.config(), this.replica, current.configuration(),
				current.configurationIndex());
	}

	private static GroupStatus.Snapshot describe(@Nullable StoredSnapshot snapshot) {
		return (snapshot == null) ? GroupStatus.Snapshot.NONE : new GroupStatus.Snapshot(snapshot.index(),
				snapshot.term(), Instant.ofEpochMilli(snapshot.header().timestampMillis()));
	}

	private static SortedSet<Integer> of(@Nullable GroupConfiguration configuration,
			Function<GroupConfiguration, SortedSet<Integer>> set) {
		return (configuration != null) ? set.apply(configuration) : Collections.emptySortedSet();
	}

	private record View(RaftRole asMember, RaftRole role, long term, int leaderId, long fencingToken, boolean ready,
			Condition condition, @Nullable String detail, long firstLogIndex, @Nullable StoredSnapshot snapshot,
			@Nullable GroupConfiguration configuration, long configurationIndex, long prepareIndex,
			GroupStatus.@Nullable Change change) {

		boolean isCurrent(StatusPublisher now) {
			return this.role == now.role(this.asMember) && this.term == now.ballot.term()
					&& this.leaderId == now.roles.leaderId() && this.fencingToken == now.currentFencingToken()
					&& this.ready == (now.ready && !now.health.failed()) && this.condition == now.condition()
					&& this.detail == now.health.detail() && this.firstLogIndex == now.log.firstIndex()
					&& this.snapshot == now.shelf.newest() && this.configuration == now.members.inForce()
					&& Objects.equals(this.change, now.changes.describe());
		}

	}

}
