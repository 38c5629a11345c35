package io.dongting.raft.core.snapshot;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.core.replicate.Peers;
import io.dongting.raft.core.replicate.SnapshotTransfers;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleListener;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageLane;
import io.dongting.raft.transport.InstallResp;
import io.dongting.raft.transport.InstallResp.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's side of installs: a transfer to each node that needs one, a few at a time.
 * The others wait for their turn.
 */
public final class SnapshotSender implements SnapshotTransfers, RoleListener, PeerLinks.LinkListener {

	private static final Logger log = LoggerFactory.getLogger(SnapshotSender.class);

	private static final int PATIENCE_TIMEOUTS = 4;

	private final GroupContext context;

	private final Peers peers;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final SnapshotStore store;

	private final SnapshotShelf shelf;

	private final StorageLane lane;

	private final Health health;

	private final Map<Integer, Transfer> transfers = new TreeMap<>();

	/** Nodes that need a transfer and have none, in the order in which they came. */
	private final Set<Integer> queue = new LinkedHashSet<>();

	/** Nodes that have got a snapshot and go on behind it; the log there is kept. */
	private final Map<Integer, Settling> settling = new TreeMap<>();

	private @Nullable TimerHandle tick;

	public SnapshotSender(GroupContext context, Peers peers, Envelopes envelopes, PeerLinks links, SnapshotStore store,
			SnapshotShelf shelf, StorageLane lane, Health health) {
		this.context = context;
		this.peers = peers;
		this.envelopes = envelopes;
		this.links = links;
		this.store = store;
		this.shelf = shelf;
		this.lane = lane;
		this.health = health;
	}

	@Override
	public void needed(int nodeId, UUID replica) {
		Transfer running = this.transfers.get(nodeId);
		if (running != null && !running.replica().equals(replica)) {
			// The node was removed and added again with another disk (R20)
			end(nodeId);
		}
		StoredSnapshot snapshot = this.shelf.newest();
		boolean begin = !this.transfers.containsKey(nodeId) && isNext(nodeId) && hasRoom();
		if (snapshot != null && begin) {
			this.queue.remove(nodeId);
			log.info("{}: sends node {} the snapshot of entry {}, {} bytes", this.context, nodeId, snapshot.index(),
					snapshot.sizeBytes());
			this.shelf.pin(snapshot);
			this.transfers.put(nodeId, new Transfer(this.context, nodeId, replica, snapshot, this.envelopes, this.links,
					this.store, this.lane, this.health));
			watch();
		}
	}

	@Override
	public long stalledNanos() {
		long stalledNanos = 0;
		for (Transfer transfer : this.transfers.values()) {
			stalledNanos = Math.max(stalledNanos, transfer.stalledNanos());
		}
		return stalledNanos;
	}

	/**
	 * Nodes that take nothing in come back as soon as they lose their place. One that
	 * does waits no longer than all before it do, though there be several of them.
	 */
	private boolean isNext(int nodeId) {
		this.queue.add(nodeId);
		this.queue.removeIf((waiting) -> !this.peers.needsSnapshot(waiting));
		return this.queue.iterator().next() == nodeId;
	}

	/**
	 * There is always room in the place of a node that takes nothing in, be it mute or
	 * its disk stuck: else one that never will keeps all others waiting.
	 */
	private boolean hasRoom() {
		if (this.transfers.size() < this.context.options().snapshots().maxInstalls()) {
			return true;
		}
		this.transfers.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().standsStill(patienceNanos()))
			.map(Map.Entry::getKey)
			.findFirst()
			.ifPresent(this::end);
		return this.transfers.size() < this.context.options().snapshots().maxInstalls();
	}

	private long patienceNanos() {
		return PATIENCE_TIMEOUTS * this.context.options().electionTimeout().toNanos();
	}

	/** At the end of a round. */
	public void flush() {
		this.transfers.values().forEach(Transfer::send);
	}

	/**
	 * A node has answered, in the current term.
	 * @param nodeId the node
	 * @param answer its answer
	 */
	public void answered(int nodeId, InstallResp answer) {
		this.peers.answered(nodeId, answer.envelope().sequence());
		Transfer transfer = this.transfers.get(nodeId);
		if (transfer == null || transfer.snapshot().index() != answer.snapshotIndex()) {
			return;
		}
		if (answer.result() == Result.COVERED) {
			settle(nodeId, transfer);
			this.peers.covered(nodeId, answer.commitIndex(), this.envelopes.lastSequence());
		}
		else if (answer.result() == Result.DAMAGED) {
			checkOwn(transfer.snapshot());
			transfer.beginAgain();
		}
		else {
			transfer.answered(answer.envelope().sequence(), answer.receivedBytes());
		}
	}

	/**
	 * As long as it makes progress, a node that has got a snapshot finds the log behind
	 * it, also when there are newer ones by now: else it might need one after the other
	 * (trap P25).
	 */
	private void settle(int nodeId, Transfer transfer) {
		this.transfers.remove(nodeId);
		transfer.close();
		Settling before = this.settling.put(nodeId,
				new Settling(transfer.snapshot(), this.peers.durableMatch(nodeId), this.context.nanoTime()));
		if (before != null) {
			this.shelf.unpin(before.snapshot());
		}
	}

	private boolean isSettled(int nodeId) {
		Settling settled = this.settling.get(nodeId);
		long matchIndex = this.peers.durableMatch(nodeId);
		long nowNanos = this.context.nanoTime();
		if (settled == null || matchIndex >= this.shelf.newestIndex()) {
			return true;
		}
		if (matchIndex > settled.matchIndex()) {
			this.settling.put(nodeId, new Settling(settled.snapshot(), matchIndex, nowNanos));
			return false;
		}
		return nowNanos - settled.sinceNanos() > patienceNanos();
	}

	private void settled(int nodeId) {
		Settling settled = this.settling.remove(nodeId);
		if (settled != null) {
			this.shelf.unpin(settled.snapshot());
		}
	}

	/** Was it damaged on the way, or here? */
	private void checkOwn(StoredSnapshot snapshot) {
		this.lane.submit(() -> {
			this.store.check(snapshot);
			return snapshot;
		}, (whole) -> log.warn("{}: the snapshot of entry {} was damaged on the way", this.context, whole.index()),
				this.health::storageFailed);
	}

	private void watch() {
		if (this.tick == null) {
			this.tick = this.context.fibers()
				.schedule(this.context.options().heartbeatInterval().toNanos(), this::watchAgain);
		}
	}

	/** What a transfer waits for in vain it asks for again. */
	private void watchAgain() {
		this.tick = null;
		List.copyOf(this.transfers.keySet())
			.stream()
			.filter((nodeId) -> !this.peers.needsSnapshot(nodeId))
			.forEach(this::end);
		this.transfers.values().forEach(Transfer::tick);
		List.copyOf(this.settling.keySet()).stream().filter(this::isSettled).forEach(this::settled);
		if (!this.transfers.isEmpty() || !this.settling.isEmpty()) {
			watch();
		}
	}

	private void end(int nodeId) {
		Transfer transfer = this.transfers.remove(nodeId);
		if (transfer != null) {
			transfer.close();
			this.shelf.unpin(transfer.snapshot());
		}
	}

	@Override
	public void leadershipEnded() {
		close();
	}

	@Override
	public void linkClosed(int nodeId) {
		end(nodeId);
		settled(nodeId);
	}

	/** Give up all transfers. */
	public void close() {
		this.queue.clear();
		List.copyOf(this.transfers.keySet()).forEach(this::end);
		List.copyOf(this.settling.keySet()).forEach(this::settled);
	}

	/**
	 * A node that goes on behind a snapshot.
	 *
	 * @param snapshot the snapshot
	 * @param matchIndex how far it has come
	 * @param sinceNanos when it came there
	 */
	private record Settling(StoredSnapshot snapshot, long matchIndex, long sinceNanos) {

	}

}
