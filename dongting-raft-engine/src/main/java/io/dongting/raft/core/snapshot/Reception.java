package io.dongting.raft.core.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

import io.dongting.raft.snapshot.ReceivedSnapshot;
import io.dongting.raft.snapshot.SnapshotDamagedException;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StagedSnapshot;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageLane;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.SnapshotIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot on its way in. Each piece is answered when it is written; one that does
 * not come next is answered at once with what does. When all are there, the whole is
 * checked. What waits to be written is bounded.
 */
final class Reception {

	/** A leader sends no more at once. */
	private static final int MOST_WAITING = 16;

	private final SnapshotIdentity snapshot;

	private final SnapshotStore store;

	private final StorageLane lane;

	private final Listener listener;

	/** Belongs to the lane; made by its first job. */
	private @Nullable ReceivedSnapshot file;

	/** Up to where pieces were taken; they are written, or wait for it. */
	private long takenBytes;

	private int waiting;

	private boolean finishing;

	private boolean closed;

	Reception(SnapshotIdentity snapshot, SnapshotStore store, StorageLane lane, Listener listener) {
		this.snapshot = snapshot;
		this.store = store;
		this.lane = lane;
		this.listener = listener;
	}

	boolean isOf(SnapshotIdentity other) {
		return this.snapshot.equals(other);
	}

	/** Return whether all is there, and it is being checked or published. */
	boolean isFinishing() {
		return this.finishing;
	}

	void take(InstallReq request, AnswerSink answers) {
		ByteBuffer block = joined(request.block());
		boolean comesNext = request.offset() == this.takenBytes && block.hasRemaining()
				&& block.remaining() <= this.snapshot.sizeBytes() - this.takenBytes;
		if (!comesNext || this.finishing || crc(block) != request.blockChecksum()) {
			this.listener.received(request, answers, this.takenBytes);
			return;
		}
		if (this.waiting == MOST_WAITING) {
			return;
		}
		this.waiting++;
		this.takenBytes += block.remaining();
		this.lane.submit(() -> write(request.offset(), block), (written) -> written(written, request, answers),
				this::notWritten);
	}

	private static ByteBuffer joined(List<ByteBuffer> buffers) {
		if (buffers.size() == 1) {
			return buffers.get(0).duplicate();
		}
		ByteBuffer joined = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
		buffers.forEach((buffer) -> joined.put(buffer.duplicate()));
		return joined.flip();
	}

	static int crc(ByteBuffer block) {
		CRC32C crc = new CRC32C();
		crc.update(block.duplicate());
		return (int) crc.getValue();
	}

	/** Runs on the lane. What follows a piece that was not written is not written. */
	private long write(long offset, ByteBuffer block) throws IOException {
		ReceivedSnapshot target = this.file;
		if (target == null) {
			target = this.store.receive(this.snapshot.sizeBytes());
			this.file = target;
		}
		if (target.receivedBytes() == offset) {
			target.append(block);
		}
		return target.receivedBytes();
	}

	private void written(long writtenBytes, InstallReq request, AnswerSink answers) {
		this.waiting--;
		if (this.closed || this.finishing) {
			return;
		}
		if (writtenBytes == this.snapshot.sizeBytes()) {
			finish(request, answers);
			return;
		}
		rewindTo(writtenBytes);
		this.listener.received(request, answers, writtenBytes);
	}

	/** The last of those that wait tells how far it really came. */
	private void rewindTo(long writtenBytes) {
		if (this.waiting == 0) {
			this.takenBytes = writtenBytes;
		}
	}

	private void notWritten(Throwable cause) {
		this.waiting--;
		if (!this.closed) {
			this.lane.submit(() -> (this.file != null) ? this.file.receivedBytes() : 0L, this::rewindTo,
					(failure) -> this.listener.failed(this, failure));
		}
		this.listener.failed(this, cause);
	}

	private void finish(InstallReq last, AnswerSink answers) {
		this.finishing = true;
		this.lane.submit(() -> {
			try (ReceivedSnapshot received = Objects.requireNonNull(this.file)) {
				StagedSnapshot staged = received.finish();
				requireIdentity(staged.snapshot());
				return staged;
			}
		}, (staged) -> this.listener.whole(this, staged, last, answers), (cause) -> notWhole(cause, last, answers));
	}

	/** The header is only known now. */
	private void requireIdentity(StoredSnapshot received) throws SnapshotDamagedException {
		if (!isOf(identity(received))) {
			throw new SnapshotDamagedException(received.path(), "it is not the snapshot that was announced");
		}
	}

	static SnapshotIdentity identity(StoredSnapshot snapshot) {
		return new SnapshotIdentity(snapshot.index(), snapshot.term(), snapshot.sizeBytes(), snapshot.checksum());
	}

	private void notWhole(Throwable cause, InstallReq last, AnswerSink answers) {
		if (cause instanceof SnapshotDamagedException damage) {
			this.listener.damaged(this, damage, last, answers);
		}
		else {
			this.listener.failed(this, cause);
		}
	}

	/** Write nothing more. */
	void close() {
		this.closed = true;
		this.lane.submit(() -> {
			if (this.file != null) {
				this.file.close();
			}
			return this.snapshot;
		}, (done) -> {
		}, (cause) -> this.listener.failed(this, cause));
	}

	/** Told what becomes of it, on the group. */
	interface Listener {

		/** Go on from here. */
		void received(InstallReq request, AnswerSink answers, long receivedBytes);

		/** All of it is there and is what it should be. */
		void whole(Reception whole, StagedSnapshot staged, InstallReq last, AnswerSink answers);

		/** All of it is there, and is not what it should be. */
		void damaged(Reception damaged, SnapshotDamagedException cause, InstallReq last, AnswerSink answers);

		/** Something could not be written or read. */
		void failed(Reception failed, Throwable cause);

	}

}
