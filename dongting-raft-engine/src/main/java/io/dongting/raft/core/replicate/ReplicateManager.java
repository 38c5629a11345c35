package io.dongting.raft.core.replicate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.GroupStatus.PeerState;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.Failpoint;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.log.StaleReadException;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.StepDownReq;
import org.jspecify.annotations.Nullable;

/**
 * Sends the log to the other replicas while this node leads (Raft paper 5.3), and says at
 * every heartbeat interval that it lives, or at every second one while the group rests.
 */
public final class ReplicateManager implements RoleListener, PeerLinks.LinkListener {

	private static final int MAX_BUFFERS_PER_MESSAGE = 256;

	private final GroupContext context;

	private final RoleManager roles;

	private final RaftLog raftLog;

	private final CommitManager commits;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final Peers peers;

	private final LeaderAuthority authority;

	private final HeartbeatPhase phase;

	private final SnapshotTransfers transfers;

	private final Health health;

	private final OwnDisk ownDisk;

	private final long intervalNanos;

	private final long restingIntervalNanos;

	private BooleanSupplier quorumLoss = () -> false;

	private BooleanSupplier rest = () -> false;

	private BooleanSupplier quiet = () -> false;

	private @Nullable TimerHandle heartbeat;

	private long diskLookedNanos;

	public ReplicateManager(GroupContext context, RoleManager roles, MemberManager members, RaftLog raftLog,
			CommitManager commits, Envelopes envelopes, PeerLinks links, Peers peers, LeaderAuthority authority,
			HeartbeatPhase phase, SnapshotTransfers transfers, Health health) {
		this.context = context;
		this.roles = roles;
		this.raftLog = raftLog;
		this.commits = commits;
		this.envelopes = envelopes;
		this.links = links;
		this.peers = peers;
		this.authority = authority;
		this.phase = phase;
		this.transfers = transfers;
		this.health = health;
		this.diskLookedNanos = context.nanoTime();
		this.intervalNanos = context.options().heartbeatInterval().toNanos();
		this.restingIntervalNanos = restingIntervalNanos(context.options());
		this.ownDisk = new OwnDisk(context, members, raftLog, peers, transfers);
		roles.addListener(this);
		links.addListener(this);
		members.onChange(this::membersChanged);
	}

	/**
	 * Two intervals, where the lease then still outlasts the way of the next heartbeat
	 * and its answer, if they take less than a fifth of the promise (R17). What ends the
	 * rest is sent at once; only what has to be sent again may wait for the beat.
	 */
	private static long restingIntervalNanos(RaftGroupOptions options) {
		long intervalNanos = options.heartbeatInterval().toNanos();
		long leaseNanos = options.leasePromise().toNanos() / 3 * 2;
		return Math.max(intervalNanos, Math.min(2 * intervalNanos, leaseNanos));
	}

	/**
	 * Ask somebody, before this leader steps down since a quorum does not answer, whether
	 * there is another way.
	 * @param remedy returns whether a quorum that answers is in force now
	 */
	public void onQuorumLoss(BooleanSupplier remedy) {
		this.quorumLoss = remedy;
	}

	/**
	 * Ask somebody before each beat whether the group is at rest, so that all the others
	 * have to know is that this leader still leads.
	 * @param rest returns whether it is
	 * @param quiet returns whether it is, and need not be looked at either
	 */
	public void onBeat(BooleanSupplier rest, BooleanSupplier quiet) {
		this.rest = rest;
		this.quiet = quiet;
	}

	@Override
	public void leadershipBegan() {
		this.peers.clear();
		this.peers.reconcile();
		this.peers.addRemoved();
		long nowNanos = this.context.nanoTime();
		this.phase.begin(nowNanos);
		tick(nowNanos, this.intervalNanos);
	}

	@Override
	public void leadershipEnded() {
		this.authority.revoke();
		this.peers.clear();
		this.phase.end();
		if (this.heartbeat != null) {
			this.heartbeat.cancel();
			this.heartbeat = null;
		}
	}

	private void membersChanged() {
		if (this.roles.isLeader()) {
			this.peers.reconcile();
		}
	}

	@Override
	public void linkOpened(int nodeId) {
		PeerProgress peer = this.peers.get(nodeId);
		if (peer != null) {
			peer.probe(this.envelopes.lastSequence());
			sendHeartbeat(peer);
		}
	}

	@Override
	public void linkClosed(int nodeId) {
		PeerProgress peer = this.peers.get(nodeId);
		if (peer != null) {
			peer.disconnected(this.envelopes.lastSequence());
		}
	}

	/** At the end of a round: count what was answered, and send what gathered. */
	public void flush() {
		if (this.roles.isLeader()) {
			this.commits.count(this.peers::durableMatch);
			this.authority.publish();
			for (PeerProgress peer : this.peers.all()) {
				replicateTo(peer);
			}
		}
	}

	/**
	 * Return which entries nobody is expected to be sent any more.
	 * @return the last of them
	 */
	public long sentForGood() {
		return this.roles.isLeader() ? this.peers.leastPipelinedMatch() : Long.MAX_VALUE;
	}

	/** A heartbeat was answered: let other threads know how long the lease lasts. */
	public void heartbeatAnswered() {
		this.authority.publish();
	}

	/**
	 * Return whether everybody who can be reached has the whole log and knows how far it
	 * is committed.
	 * @return whether there is nothing to send but heartbeats
	 */
	public boolean isIdle() {
		for (PeerProgress peer : this.peers.all()) {
			if (!peer.isUpToDate(this.raftLog.lastIndex(), this.commits.commitIndex())) {
				return false;
			}
		}
		return true;
	}

	/** Send a heartbeat to everybody now, as reads that wait for an answer need it. */
	public void heartbeatAll() {
		for (PeerProgress peer : this.peers.all()) {
			sendHeartbeat(peer);
		}
	}

	/**
	 * Send heartbeats, and be called again.
	 * @param nowNanos the time
	 * @param untilNextNanos after how long at most
	 * @return whether nothing else was to be done
	 */
	private boolean tick(long nowNanos, long untilNextNanos) {
		boolean inContact = this.authority.inContact(nowNanos);
		if (!inContact && !this.quorumLoss.getAsBoolean()) {
			stepDown("no answer from a majority for an election timeout");
			return false;
		}
		this.peers.dismiss(nowNanos);
		long patienceNanos = this.context.options().electionTimeout().toNanos();
		for (PeerProgress peer : this.peers.all()) {
			if (peer.missesAnswer(nowNanos, patienceNanos)) {
				peer.probe(this.envelopes.lastSequence());
			}
			else if (peer.state == PeerState.PROBE) {
				peer.probing = false;
			}
			sendHeartbeat(peer, this.links::sendSoon);
		}
		this.heartbeat = this.context.fibers()
			.schedule(this.phase.nanosToNext(nowNanos, untilNextNanos), this::tickAgain);
		return inContact;
	}

	private void tickAgain() {
		long nowNanos = this.context.nanoTime();
		boolean isQuiet = this.quiet.getAsBoolean();
		long untilNextNanos = this.rest.getAsBoolean() ? this.restingIntervalNanos : this.intervalNanos;
		if (this.context.failpoints().strikes(Failpoint.STEP_DOWN)) {
			stepDown("a failpoint");
		}
		else if (!this.authority.inContact(nowNanos) || isStuck(isQuiet, nowNanos)) {
			// The answers to a leader at rest may still be where they were left
			TimerHandle fired = this.heartbeat;
			this.context.fibers().execute(() -> tickLast(fired));
		}
		else if (tick(nowNanos, untilNextNanos) && isQuiet) {
			this.context.fibers().nothingGathered();
		}
	}

	private void tickLast(@Nullable TimerHandle fired) {
		if (!this.roles.isLeader() || this.heartbeat != fired) {
			return;
		}
		if (this.ownDisk.holdsTheGroupUp()) {
			stepDown("its disk has been stuck for an election timeout, and the others can do without it");
		}
		else {
			tick(this.context.nanoTime(), this.intervalNanos);
		}
	}

	/** Nothing waits for the disk of a group at rest, so it is looked at now and then. */
	private boolean isStuck(boolean isQuiet, long nowNanos) {
		if (isQuiet && nowNanos - this.diskLookedNanos < this.context.options().electionTimeout().toNanos() / 2) {
			return false;
		}
		this.diskLookedNanos = nowNanos;
		return this.ownDisk.isStuck();
	}

	/**
	 * Lead no more, and tell the others, so that they need not wait until they notice
	 * (R10, R11).
	 * @param reason why, for people
	 */
	public void stepDown(String reason) {
		if (this.roles.isLeader()) {
			for (PeerProgress peer : this.peers.all()) {
				this.links.send(peer.nodeId(), new StepDownReq(this.envelopes.request(peer.replica.uuid())));
			}
			this.roles.stepDown(reason);
		}
	}

	private void replicateTo(PeerProgress peer) {
		RaftGroupOptions options = this.context.options();
		if (lacksWhatIsDeleted(peer)) {
			return;
		}
		if (peer.state == PeerState.PROBE && !peer.probing) {
			peer.probing = send(peer, List.of(), 0);
		}
		if (peer.state != PeerState.PIPELINE) {
			return;
		}
		boolean sent = true;
		while (sent && !peer.reading && peer.nextIndex <= this.raftLog.lastIndex()
				&& peer.windowOpen(options.windowMessages(), options.windowBytes())) {
			boolean small = this.context.failpoints().strikes(Failpoint.SMALL_MESSAGE);
			sent = sendNext(peer, small ? 1 : options.maxBatchBytes());
		}
		if (peer.nothingInFlight() && peer.toldCommit < this.commits.commitIndex()) {
			sendHeartbeat(peer);
		}
	}

	/**
	 * An entry can be sent only with the term of the one before it. Where that is
	 * unknown, because the log begins later, nothing but a snapshot helps (traps P21,
	 * P22).
	 */
	private boolean lacksWhatIsDeleted(PeerProgress peer) {
		if (peer.state == PeerState.DISCONNECTED) {
			return false;
		}
		boolean lacks = this.raftLog.termAt(peer.nextIndex - 1) < 0;
		if (lacks) {
			if (peer.state != PeerState.SNAPSHOT) {
				peer.needSnapshot(this.envelopes.lastSequence());
			}
			this.transfers.needed(peer.nodeId(), peer.replica.uuid());
		}
		else if (peer.state == PeerState.SNAPSHOT) {
			peer.probe(this.envelopes.lastSequence());
		}
		return lacks;
	}

	private boolean sendNext(PeerProgress peer, int maxBytes) {
		List<ByteBuffer> entries = new ArrayList<>();
		long index = peer.nextIndex;
		int sizeBytes = 0;
		while (sizeBytes < maxBytes && entries.size() < MAX_BUFFERS_PER_MESSAGE && index <= this.raftLog.lastIndex()) {
			EntryBatch batch = this.raftLog.readCached(index, maxBytes - sizeBytes);
			if (batch == null || (sizeBytes > 0 && sizeBytes + batch.sizeBytes() > maxBytes)) {
				break;
			}
			entries.add(batch.bytes());
			sizeBytes += batch.sizeBytes();
			index = batch.lastIndex() + 1;
		}
		if (entries.isEmpty()) {
			readStored(peer, maxBytes);
			return false;
		}
		if (!send(peer, entries, sizeBytes)) {
			return false;
		}
		peer.nextIndex = index;
		peer.sentEntries(index - 1, this.context.nanoTime());
		return true;
	}

	/**
	 * A peer that is far behind is served from the disk, one read at a time. A leader
	 * that cannot read its log must not keep its office: that peer would never catch up.
	 */
	private void readStored(PeerProgress peer, int maxBytes) {
		long index = peer.nextIndex;
		peer.reading = true;
		this.raftLog.readStored(index, maxBytes).whenComplete((batch, failure) -> {
			peer.reading = false;
			if (failure != null && !(failure instanceof StaleReadException)) {
				this.health.storageFailed(failure);
				return;
			}
			boolean wanted = this.peers.get(peer.nodeId()) == peer && peer.state == PeerState.PIPELINE
					&& peer.nextIndex == index;
			if (batch != null && wanted && send(peer, List.of(batch.bytes()), batch.sizeBytes())) {
				peer.nextIndex = batch.lastIndex() + 1;
				peer.sentEntries(batch.lastIndex(), this.context.nanoTime());
			}
		});
	}

	private boolean send(PeerProgress peer, List<ByteBuffer> entries, int sizeBytes) {
		long previousIndex = peer.nextIndex - 1;
		Envelope envelope = this.envelopes.request(peer.replica.uuid());
		long commitIndex = this.commits.commitIndex();
		AppendReq request = new AppendReq(envelope, previousIndex, this.raftLog.termAt(previousIndex), commitIndex,
				entries);
		long nowNanos = this.context.nanoTime();
		if (!this.links.send(peer.nodeId(), request)) {
			return false;
		}
		peer.sentAppend(envelope.sequence(), nowNanos, sizeBytes);
		peer.told(commitIndex, envelope.sequence());
		return true;
	}

	private void sendHeartbeat(PeerProgress peer) {
		sendHeartbeat(peer, this.links::send);
	}

	/**
	 * What waits for the heartbeats of other groups counts as sent before it waits: the
	 * lease ends a little earlier than it might (R17).
	 */
	private void sendHeartbeat(PeerProgress peer, Sending sending) {
		Envelope envelope = this.envelopes.request(peer.replica.uuid());
		long commitIndex = this.commits.commitIndex();
		long nowNanos = this.context.nanoTime();
		if (sending.send(peer.nodeId(), new HeartbeatReq(envelope, commitIndex))) {
			peer.sentHeartbeat(envelope.sequence(), nowNanos);
			peer.told(commitIndex, envelope.sequence());
		}
	}

	/** A way to send a request to a node. */
	@FunctionalInterface
	private interface Sending {

		boolean send(int nodeId, Message request);

	}

}
