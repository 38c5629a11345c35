package io.dongting.raft.core;

import java.util.UUID;

import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.apply.SerialTurn;
import io.dongting.raft.core.bootstrap.Bootstrap;
import io.dongting.raft.core.bootstrap.IdentityReqHandler;
import io.dongting.raft.core.change.ChangeDesk;
import io.dongting.raft.core.change.MembershipChanges;
import io.dongting.raft.core.change.OwnMembership;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.commit.CommitMeter;
import io.dongting.raft.core.election.ElectionMeter;
import io.dongting.raft.core.election.Refill;
import io.dongting.raft.core.election.VoteManager;
import io.dongting.raft.core.election.VoteReqHandler;
import io.dongting.raft.core.follow.Acknowledgements;
import io.dongting.raft.core.follow.AppendReqHandler;
import io.dongting.raft.core.follow.Freshness;
import io.dongting.raft.core.follow.HeartbeatReqHandler;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.ForwardReqHandler;
import io.dongting.raft.core.propose.Forwarder;
import io.dongting.raft.core.propose.LinearTaskRunner;
import io.dongting.raft.core.read.LeaderReads;
import io.dongting.raft.core.read.LeaseReads;
import io.dongting.raft.core.read.ReadIndexReqHandler;
import io.dongting.raft.core.read.ReadManager;
import io.dongting.raft.core.replicate.AppendRespHandler;
import io.dongting.raft.core.replicate.HeartbeatRespHandler;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.replicate.ReplicateManager;
import io.dongting.raft.core.replicate.SnapshotTransfers;
import io.dongting.raft.core.snapshot.SnapshotSwitch;
import io.dongting.raft.core.snapshot.StateRestore;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.Failpoint;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.LeaderContact;
import io.dongting.raft.core.state.LogTime;
import io.dongting.raft.core.state.Outsider;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.core.transfer.Transfers;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.RefusalResp;

/**
 * The parts of a running group and how they hang together. Used on the group's dispatcher
 * thread only, from its start on.
 */
final class GroupComponents {

	private final GroupContext context;

	private final GroupSurroundings surroundings;

	private final Health health;

	private final RaftLog raftLog;

	private final VoteStore votes;

	private final Ballot ballot;

	private final MemberManager members = new MemberManager();

	private final LeaderContact contact;

	private final RoleManager roles;

	private final PeerLinks links;

	private final ConfiguredPeers configuredPeers;

	private final Envelopes envelopes;

	private final LogTime logTime;

	private final CommitManager commits;

	private final ReplicateManager replication;

	private final Acknowledgements acknowledgements;

	private final VoteManager elections;

	private final Refill refill;

	private final Forwarder forwarder;

	private final LinearTaskRunner runner;

	private final ForwardReqHandler forwardReqHandler;

	private final ApplyManager applies;

	private final GroupSnapshots snapshots;

	private final LeaderReads leaderReads;

	private final ReadManager reads;

	private final MembershipChanges changes;

	private final OwnMembership ownMembership;

	private final Transfers transfers;

	private final RequestRouter requests;

	private final AnswerRouter answers;

	private final Bootstrap bootstrap;

	private final StatusPublisher status;

	private final QuietRounds quietRounds;

	private final GroupInspection inspection;

	private boolean takesPart;

	/**
	 * Put a group together. Roles are listened to in the order in which the parts are
	 * made here: replication begins before the first entry of a term is appended.
	 * @param context where the group runs
	 * @param storage what it keeps on disk
	 * @param surroundings what it is given
	 * @param health whether it works
	 * @param rest hears whether the group is at rest
	 */
	GroupComponents(GroupContext context, GroupStorage storage, GroupSurroundings surroundings, Health health,
			RestListener rest) {
		this.context = context;
		this.surroundings = surroundings;
		this.health = health;
		this.raftLog = storage.log();
		this.votes = storage.votes();
		this.ballot = new Ballot(this.votes);
		this.contact = new LeaderContact(context, this.ballot.promiseMillis());
		this.roles = new RoleManager(context, this.ballot);
		this.links = new PeerLinks(surroundings.transport());
		this.configuredPeers = new ConfiguredPeers(context, this.members, surroundings.transport(),
				surroundings.addresses());
		this.envelopes = new Envelopes(context, this.ballot, this.members, surroundings.startNumber());
		this.logTime = new LogTime(context.clock());
		this.commits = new CommitManager(this.raftLog, this.ballot, this.members);
		Peers peers = new Peers(context, this.members, this.raftLog, this.links);
		LeaderAuthority authority = new LeaderAuthority(context, this.roles, this.members, peers);
		this.replication = new ReplicateManager(context, this.roles, this.members, this.raftLog, this.commits,
				this.envelopes, this.links, peers, authority, surroundings.heartbeatPhase(), new LaterTransfers(),
				health);
		Freshness freshness = new Freshness(context);
		this.acknowledgements = new Acknowledgements(this.raftLog, this.ballot, this.envelopes, this.contact,
				freshness);
		this.roles.addListener(this.acknowledgements);
		this.elections = new VoteManager(context, this.ballot, this.roles, this.members, this.raftLog, this.contact,
				health, this.envelopes, this.links);
		this.refill = new Refill(this.ballot, this.raftLog);
		Outsider outsider = new Outsider(context, this.roles, this.contact, health);
		this.forwarder = new Forwarder(context, this.roles, this.envelopes, this.links);
		this.runner = new LinearTaskRunner(context, this.ballot, this.roles, this.raftLog, this.logTime, outsider,
				this.forwarder, newCommitMeter(), surroundings.stateMachine());
		this.forwardReqHandler = new ForwardReqHandler(context, this.ballot, this.runner, this.envelopes);
		this.applies = new ApplyManager(context, this.raftLog, this.commits, this.runner.pendingTasks(),
				surroundings.stateMachine(), new SerialTurn(surroundings.applyExecutor()), health);
		this.snapshots = newSnapshots(storage, peers);
		this.leaderReads = new LeaderReads(context, this.ballot, this.roles, this.raftLog, this.commits, authority,
				this.replication, this.envelopes);
		LeaseReads leaseReads = new LeaseReads(context, this.ballot, this.roles, this.raftLog, this.commits, authority,
				this.applies);
		this.reads = new ReadManager(context, this.roles, this.leaderReads, leaseReads, authority, this.commits,
				this.applies, health, outsider, this.envelopes, this.links);
		this.transfers = new Transfers(context, this.ballot, this.roles, this.members, this.raftLog, this.commits,
				outsider, peers, this.runner, authority, this.replication, this.elections, this.envelopes, this.links);
		this.bootstrap = new Bootstrap(context, this.ballot, this.members, this.raftLog, this.logTime, this.envelopes,
				this.links, health, surroundings.addresses());
		this.changes = new MembershipChanges(context, this.ballot, this.roles, this.members, this.raftLog, this.commits,
				outsider, this.runner, peers, authority, this.replication, this.transfers, this.envelopes, this.links,
				surroundings.addresses());
		this.ownMembership = new OwnMembership(context, this.ballot, this.members, this.commits, health);
		IdentityGate gate = new IdentityGate(context, this.ballot, this.members, health, this.envelopes);
		this.requests = newRequestRouter(gate, authority);
		this.answers = new AnswerRouter(context, this.ballot, this.roles, this.members, health, gate, this.bootstrap,
				this.elections, peers, new AppendRespHandler(context, this.envelopes, peers, this.raftLog),
				new HeartbeatRespHandler(peers), this.forwarder, this.reads, this.changes, this.transfers.calls(),
				this.snapshots.sender());
		this.status = new StatusPublisher(context, this.ballot, this.roles, this.members, this.raftLog, this.commits,
				this.applies, this.acknowledgements, freshness, this.runner, this.snapshots.shelf(), peers,
				this.changes.manager(), health, this.contact, surroundings.statusChanged());
		this.quietRounds = new QuietRounds(context, this.ballot, this.roles, this.members, this.raftLog, this.commits,
				this.applies, this.replication, this.leaderReads, this.reads, this.changes, this.transfers, health,
				new RestingFollower(context, this.ballot, this.roles, this.members, this.commits, this.acknowledgements,
						freshness, this.contact, this.elections),
				rest);
		this.inspection = new LiveInspection(context, this.ballot, this.roles, this.members, this.raftLog, this.commits,
				this.applies, authority, this.runner, health, this.snapshots.shelf(), this.status);
	}

	private RequestRouter newRequestRouter(IdentityGate gate, LeaderAuthority authority) {
		return new RequestRouter(this.context, this.ballot, this.roles, this.elections, gate, this.envelopes,
				new IdentityReqHandler(this.context, this.ballot, this.members, this.envelopes),
				new VoteReqHandler(this.context, this.ballot, this.roles, this.raftLog, this.contact, authority,
						this.elections, this.envelopes),
				new AppendReqHandler(this.context, this.ballot, this.members, this.raftLog, this.commits,
						this.acknowledgements, this.envelopes, this.logTime, this.runner.pendingTasks()::truncated),
				new HeartbeatReqHandler(this.context, this.ballot, this.commits, this.acknowledgements, this.contact,
						this.envelopes),
				this.forwardReqHandler, new ReadIndexReqHandler(this.leaderReads, this.envelopes),
				this.changes.handler(), this.transfers.reqHandler(), this.transfers.timeoutNowReqHandler(),
				this.snapshots.receiver());
	}

	private GroupSnapshots newSnapshots(GroupStorage storage, Peers peers) {
		StateRestore restore = new StateRestore(this.context, this.raftLog, this.commits, this.members, this.logTime,
				this.applies, this.surroundings.stateMachine(), storage.snapshots(), this.health);
		GroupSnapshots made = new GroupSnapshots(this.context, storage, this.surroundings, this.health, this.commits,
				this.applies, restore, peers, this.envelopes, this.links,
				(shelf) -> new SnapshotSwitch(this.context, this.ballot, this.raftLog, this.commits, this.members,
						this.acknowledgements, this.runner.pendingTasks(), restore, shelf));
		this.roles.addListener(made.sender());
		this.links.addListener(made.sender());
		return made;
	}

	/** Meters listen to roles as well, for what they measure is a leader's. */
	private CommitMeter newCommitMeter() {
		CommitMeter commitMeter = new CommitMeter(this.context);
		this.commits.onCommit(commitMeter::committed);
		this.roles.addListener(commitMeter);
		this.roles.addListener(new ElectionMeter(this.roles, this.context.meters()));
		return commitMeter;
	}

	LinearTaskRunner runner() {
		return this.runner;
	}

	ReadManager reads() {
		return this.reads;
	}

	ChangeDesk changes() {
		return this.changes.desk();
	}

	GroupSnapshots snapshots() {
		return this.snapshots;
	}

	Transfers transfers() {
		return this.transfers;
	}

	StatusPublisher status() {
		return this.status;
	}

	GroupInspection inspection() {
		return this.inspection;
	}

	/** Begin: everything from here on is driven by messages, timers and completions. */
	void start() {
		this.ballot.catchUp(this.raftLog.lastTerm());
		this.ballot.promise(this.contact.promiseMillis());
		this.members.onChange(this.configuredPeers::connect);
		this.health.onFailure(this::failed);
		this.context.fibers().onRoundEnd(this::endRound);
		this.replication.onBeat(this.quietRounds::isAtRest, this.quietRounds::restsStill);
		this.snapshots.start();
		LogScan scan = new LogScan(this.raftLog, this.snapshots.coveredIndex(), this.members, this.logTime);
		this.context.fibers()
			.start("start",
					new GroupStart(scan, this.bootstrap, this.health, () -> this.takesPart = true, this::begin));
	}

	/**
	 * A replica that has just founded its group, or is alone, need not wait for a leader.
	 */
	private void begin() {
		this.configuredPeers.reportDifferences();
		this.ownMembership.begin();
		this.elections.start();
		GroupConfiguration configuration = this.members.inForce();
		boolean founder = configuration != null && this.raftLog.lastIndex() == this.members.inForceIndex()
				&& configuration.founder().equals(this.ballot.replica());
		if (founder || (configuration != null && configuration.members().size() == 1)) {
			this.elections.campaignSoon();
		}
	}

	/**
	 * At the end of a round. Whatever goes wrong here would go wrong in the next round,
	 * too: a leader would still say that it lives, but do nothing else.
	 */
	private void endRound() {
		try {
			this.quietRounds.roundEnds();
			flush();
			this.quietRounds.roundEnded();
		}
		catch (RuntimeException ex) {
			this.health.invariantViolated(ex);
		}
	}

	/** One write, one message to each, for all that gathered. */
	private void flush() {
		if (this.health.mayAcknowledge()) {
			this.forwarder.flush();
			this.changes.flush();
			if (this.context.failpoints().strikes(Failpoint.LATE_WRITE)) {
				callForARound();
			}
			else {
				this.raftLog.flush();
			}
			this.bootstrap.flush();
			this.runner.pendingTasks().durable(this.raftLog.durableIndex());
			this.replication.flush();
			this.acknowledgements.flush();
			this.refill.flush();
			this.applies.flush();
			this.snapshots.flush();
			this.leaderReads.flush();
			this.reads.flush();
			this.transfers.flush();
			this.raftLog.releaseMemory(Math.min(this.applies.handedIndex(), this.replication.sentForGood()));
		}
		this.forwardReqHandler.flush();
		this.status.publish();
		this.transfers.calls().flush();
	}

	/** Nothing else may call for the one in which the write is made up for. */
	private void callForARound() {
		this.context.fibers().schedule(this.context.options().heartbeatInterval().toNanos(), () -> {
		});
	}

	void requestReceived(int nodeId, Message request, AnswerSink sink) {
		if (this.takesPart && this.quietRounds.answers(nodeId, request, sink)) {
			this.context.fibers().nothingGathered();
		}
		else if (this.takesPart) {
			this.requests.received(nodeId, request, sink);
		}
		else {
			sink.answer(new RefusalResp(this.envelopes.answer(request), RefusalResp.Reason.NOT_AVAILABLE,
					this.context + " is starting"));
		}
	}

	void answerReceived(int nodeId, Message answer) {
		if (this.takesPart) {
			boolean routine = this.quietRounds.isRoutine(answer);
			this.answers.received(nodeId, answer);
			if (answer instanceof HeartbeatResp) {
				this.replication.heartbeatAnswered();
			}
			if (routine) {
				this.context.fibers().nothingGathered();
			}
		}
	}

	void linkOpened(int nodeId) {
		this.links.opened(nodeId);
	}

	void linkClosed(int nodeId) {
		this.links.closed(nodeId);
	}

	/** If it was the leader's, do not wait for the election timeout (R10). */
	void connectionLost(int nodeId) {
		if (nodeId == this.roles.leaderId()) {
			this.elections.leaderLost();
		}
	}

	/**
	 * A replica that may not even acknowledge takes part in nothing, so it passes nothing
	 * on either.
	 */
	private void failed() {
		String reason = "The node has failed: " + this.health.detail();
		this.replication.stepDown("it has failed");
		this.roles.stepDown("it has failed");
		if (this.health.mayAcknowledge()) {
			this.runner.abandonPending(reason);
		}
		else {
			this.runner.close(reason);
		}
		this.reads.close(reason);
		this.changes.desk().close(reason);
		this.snapshots.fail(reason);
		this.transfers.close(reason);
		this.status.publish();
	}

	/**
	 * Answer everybody who waits, and stop.
	 * @param closed called when the files are closed
	 */
	void stop(Runnable closed) {
		this.replication.stepDown("it is being stopped");
		this.runner.close("The node is being stopped");
		this.reads.close("The node is being stopped");
		this.changes.desk().close("The node is being stopped");
		this.transfers.close("The node is being stopped");
		this.snapshots.saveLast(() -> close(closed));
	}

	private void close(Runnable closed) {
		this.health.stop();
		this.forwardReqHandler.flush();
		this.status.publish();
		this.transfers.calls().flush();
		this.snapshots.close(() -> this.raftLog.close(() -> this.votes.close(closed)));
	}

	/** What sends snapshots is made after what asks for them. */
	private final class LaterTransfers implements SnapshotTransfers {

		@Override
		public void needed(int nodeId, UUID replica) {
			GroupComponents.this.snapshots.sender().needed(nodeId, replica);
		}

		@Override
		public long stalledNanos() {
			return GroupComponents.this.snapshots.sender().stalledNanos();
		}

	}

}
