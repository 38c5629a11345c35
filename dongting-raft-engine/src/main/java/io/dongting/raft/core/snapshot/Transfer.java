package io.dongting.raft.core.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.snapshot.SnapshotDamagedException;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StorageLane;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.InstallReq;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot on its way to one node. It begins with the question how much of it is
 * there, goes on from that offset, and asks again whenever an answer does not come or is
 * not what it should be. A few pieces are under way at a time, one is being read, and no
 * more than the rate allows is sent.
 */
final class Transfer {

	private static final int WINDOW = 4;

	private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final GroupContext context;

	private final int nodeId;

	private final UUID replica;

	private final StoredSnapshot snapshot;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final SnapshotStore store;

	private final StorageLane lane;

	private final Health health;

	/** Belongs to the lane; opened by its first job. */
	private @Nullable StorageFile file;

	/** Sent and not answered, in order. */
	private final Deque<Sent> inFlight = new ArrayDeque<>();

	/** Where the next piece begins. */
	private long nextOffset;

	/** A piece that was read and could not be sent yet. */
	private @Nullable ByteBuffer ready;

	private boolean reading;

	private long readingSinceNanos;

	/** Nothing is sent before it is answered. */
	private boolean asking = true;

	/** Answers to what was sent up to here tell nothing. */
	private long outdatedSequence;

	private long heardNanos;

	/** How much the node has had at most, and since when. */
	private long mostReceivedBytes;

	private long progressNanos;

	/** When the rate allows the next piece. */
	private long allowedNanos;

	private boolean closed;

	Transfer(GroupContext context, int nodeId, UUID replica, StoredSnapshot snapshot, Envelopes envelopes,
			PeerLinks links, SnapshotStore store, StorageLane lane, Health health) {
		this.context = context;
		this.nodeId = nodeId;
		this.replica = replica;
		this.snapshot = snapshot;
		this.envelopes = envelopes;
		this.links = links;
		this.store = store;
		this.lane = lane;
		this.health = health;
		this.heardNanos = context.nanoTime();
		this.progressNanos = this.heardNanos;
		this.allowedNanos = this.heardNanos;
	}

	UUID replica() {
		return this.replica;
	}

	StoredSnapshot snapshot() {
		return this.snapshot;
	}

	/** Send what may be sent now. */
	void send() {
		if (this.asking) {
			if (this.inFlight.isEmpty()) {
				sendPiece(ByteBuffer.allocate(0));
			}
			return;
		}
		if (this.ready != null && this.inFlight.size() < WINDOW && isAllowed()) {
			ByteBuffer piece = this.ready;
			int sizeBytes = piece.remaining();
			if (sendPiece(piece)) {
				this.ready = null;
				this.nextOffset += sizeBytes;
				paid(sizeBytes);
			}
		}
		if (this.ready == null && !this.reading && this.nextOffset < this.snapshot.sizeBytes()) {
			read();
		}
	}

	private boolean sendPiece(ByteBuffer piece) {
		Envelope envelope = this.envelopes.request(this.replica);
		InstallReq request = new InstallReq(envelope, Reception.identity(this.snapshot), this.nextOffset,
				piece.hasRemaining() ? List.of(piece) : List.of(), Reception.crc(piece));
		long endOffset = this.nextOffset + piece.remaining();
		boolean sent = this.links.send(this.nodeId, request);
		if (sent) {
			this.inFlight.addLast(new Sent(envelope.sequence(), endOffset));
		}
		return sent;
	}

	private SnapshotOptions options() {
		return this.context.options().snapshots();
	}

	private boolean isAllowed() {
		return options().maxBytesPerSecond() == 0 || this.allowedNanos - this.context.nanoTime() <= 0;
	}

	/** Where the rate is reached, a timer brings about the round that goes on. */
	private void paid(int sizeBytes) {
		long rate = options().maxBytesPerSecond();
		if (rate > 0) {
			long nowNanos = this.context.nanoTime();
			long costNanos = Math.max(1, (long) ((double) sizeBytes * NANOS_PER_SECOND / rate));
			this.allowedNanos = Math.max(this.allowedNanos, nowNanos) + costNanos;
			this.context.fibers().schedule(this.allowedNanos - nowNanos, () -> {
			});
		}
	}

	private void read() {
		this.reading = true;
		this.readingSinceNanos = this.context.nanoTime();
		long offset = this.nextOffset;
		int sizeBytes = (int) Math.min(options().blockBytes(), this.snapshot.sizeBytes() - offset);
		this.lane.submit(() -> read(offset, sizeBytes), (piece) -> {
			this.reading = false;
			if (!this.closed && offset == this.nextOffset) {
				this.ready = piece;
			}
		}, (cause) -> {
			this.reading = false;
			if (!this.closed) {
				this.health.storageFailed(cause);
			}
		});
	}

	/** Runs on the lane. */
	private ByteBuffer read(long offset, int sizeBytes) throws IOException {
		StorageFile source = this.file;
		if (source == null) {
			source = this.store.openFile(this.snapshot);
			this.file = source;
		}
		ByteBuffer piece = ByteBuffer.allocate(sizeBytes);
		if (source.read(piece, offset) < sizeBytes) {
			throw new SnapshotDamagedException(this.snapshot.path(),
					"the file ends before byte " + (offset + sizeBytes));
		}
		return piece.flip();
	}

	/** The node has received so much. */
	void answered(long sequence, long receivedBytes) {
		if (sequence <= this.outdatedSequence || receivedBytes > this.snapshot.sizeBytes()) {
			return;
		}
		this.heardNanos = this.context.nanoTime();
		if (receivedBytes > this.mostReceivedBytes) {
			this.mostReceivedBytes = receivedBytes;
			this.progressNanos = this.heardNanos;
		}
		long expected = -1;
		while (!this.inFlight.isEmpty() && this.inFlight.getFirst().sequence() <= sequence) {
			expected = this.inFlight.removeFirst().endOffset();
		}
		if (this.asking || expected != receivedBytes) {
			this.asking = false;
			goOnFrom(receivedBytes);
		}
	}

	private void goOnFrom(long offset) {
		this.outdatedSequence = this.envelopes.lastSequence();
		this.inFlight.clear();
		this.ready = null;
		this.nextOffset = offset;
	}

	/** Find out anew how much is there. */
	void beginAgain() {
		goOnFrom(0);
		this.asking = true;
		this.heardNanos = this.context.nanoTime();
	}

	/** Now and then: ask, if there was no answer for too long. */
	void tick() {
		long silentNanos = this.context.nanoTime() - this.heardNanos;
		if (silentNanos > this.context.options().electionTimeout().toNanos()) {
			beginAgain();
		}
	}

	/** Return for how long the next piece has been waited for. */
	long stalledNanos() {
		return this.reading ? this.context.nanoTime() - this.readingSinceNanos : 0;
	}

	/** Return whether the node has taken nothing in for so long, answer or not. */
	boolean standsStill(long patienceNanos) {
		return this.context.nanoTime() - this.progressNanos > patienceNanos;
	}

	void close() {
		this.closed = true;
		this.lane.submit(() -> {
			if (this.file != null) {
				this.file.close();
			}
			return this.snapshot;
		}, (done) -> {
		}, this.health::storageFailed);
	}

	/**
	 * A piece that is under way.
	 *
	 * @param sequence the number of its request
	 * @param endOffset where it ends
	 */
	private record Sent(long sequence, long endOffset) {

	}

}
