package io.dongting.raft.core.snapshot;

import io.dongting.raft.SnapshotStateMachine;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.snapshot.DiskFailedException;
import io.dongting.raft.snapshot.SnapshotDamagedException;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.snapshot.StagedSnapshot;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.raft.storage.StorageLane;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.InstallResp;
import io.dongting.raft.transport.InstallResp.Result;
import io.dongting.raft.transport.RefusalResp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The follower's side of an install (R25): what comes is staged piece by piece, checked
 * as a whole, published and only then put in place of the log. One snapshot is received
 * at a time; a leader that sends the same one goes on where the last stopped.
 */
public final class SnapshotReceiver {

	private static final Logger log = LoggerFactory.getLogger(SnapshotReceiver.class);

	private final GroupContext context;

	private final CommitManager commits;

	private final StateMachine stateMachine;

	private final SnapshotStore store;

	private final SnapshotSwitch snapshotSwitch;

	private final StorageLane lane;

	private final Envelopes envelopes;

	private final Health health;

	private @Nullable Reception reception;

	private long beganNanos;

	private boolean closed;

	public SnapshotReceiver(GroupContext context, CommitManager commits, StateMachine stateMachine, SnapshotStore store,
			SnapshotSwitch snapshotSwitch, StorageLane lane, Envelopes envelopes, Health health) {
		this.context = context;
		this.commits = commits;
		this.stateMachine = stateMachine;
		this.store = store;
		this.snapshotSwitch = snapshotSwitch;
		this.lane = lane;
		this.envelopes = envelopes;
		this.health = health;
	}

	/**
	 * Take in what the leader of the current term sends.
	 * @param request its request
	 * @param answers takes the answer. A piece that comes while too many wait to be
	 * written, or another snapshot is being published, gets none, and is sent again
	 */
	public void handle(InstallReq request, AnswerSink answers) {
		if (this.closed) {
			return;
		}
		// What is committed here needs no snapshot, and must not be taken back by one
		if (request.snapshot().index() <= this.commits.commitIndex()) {
			answer(request, answers, Result.COVERED, 0);
			return;
		}
		if (!(this.stateMachine instanceof SnapshotStateMachine)) {
			answers.answer(new RefusalResp(this.envelopes.answer(request), RefusalResp.Reason.NOT_AVAILABLE,
					this.context + " needs a snapshot, but its state machine cannot load one"));
			return;
		}
		Reception current = this.reception;
		if (current == null || !current.isOf(request.snapshot())) {
			if (current != null) {
				if (current.isFinishing()) {
					return;
				}
				current.close();
			}
			log.info("{}: receives a snapshot of entry {}, {} bytes, from node {}", this.context,
					request.snapshot().index(), request.snapshot().sizeBytes(), request.envelope().fromNodeId());
			current = new Reception(request.snapshot(), this.store, this.lane, new Progress());
			this.reception = current;
			this.beganNanos = this.context.nanoTime();
		}
		current.take(request, answers);
	}

	private void answer(InstallReq request, AnswerSink answers, Result result, long receivedBytes) {
		long commitIndex = (result == Result.COVERED) ? this.commits.commitIndex() : 0;
		answers.answer(new InstallResp(this.envelopes.answer(request), request.snapshot().index(), result,
				receivedBytes, commitIndex));
	}

	private void installed(StoredSnapshot snapshot) {
		this.context.meters().snapshotInstalled(this.context.nanoTime() - this.beganNanos, snapshot.sizeBytes());
	}

	/** Give up what is under way. */
	public void close() {
		this.closed = true;
		Reception current = this.reception;
		this.reception = null;
		if (current != null) {
			current.close();
		}
	}

	/** What becomes of a reception, on the group. */
	private final class Progress implements Reception.Listener {

		@Override
		public void received(InstallReq request, AnswerSink answers, long receivedBytes) {
			answer(request, answers, Result.RECEIVING, receivedBytes);
		}

		@Override
		public void failed(Reception failed, Throwable cause) {
			if (cause instanceof DiskFailedException || failed.isFinishing()) {
				SnapshotReceiver.this.health.storageFailed(cause);
			}
			else if (SnapshotReceiver.this.reception == failed) {
				log.warn("{}: a piece of a snapshot could not be written", SnapshotReceiver.this.context, cause);
			}
		}

		/** Nobody may rely on it before it is published. */
		@Override
		public void whole(Reception whole, StagedSnapshot staged, InstallReq last, AnswerSink answers) {
			SnapshotReceiver receiver = SnapshotReceiver.this;
			boolean wanted = receiver.reception == whole && receiver.health.mayAcknowledge()
					&& staged.snapshot().index() > receiver.commits.commitIndex()
					&& receiver.snapshotSwitch.isAcceptable(staged.snapshot());
			receiver.lane.<@Nullable StoredSnapshot>submit(() -> {
				if (wanted) {
					return staged.publish();
				}
				staged.discard();
				return null;
			}, (published) -> published(published, last, answers), (cause) -> failed(whole, cause));
		}

		private void published(@Nullable StoredSnapshot published, InstallReq last, AnswerSink answers) {
			SnapshotReceiver.this.reception = null;
			if (published != null && SnapshotReceiver.this.health.mayAcknowledge()) {
				SnapshotReceiver.this.snapshotSwitch.installed(published);
				installed(published);
				answer(last, answers, Result.COVERED, 0);
			}
		}

		@Override
		public void damaged(Reception damaged, SnapshotDamagedException cause, InstallReq last, AnswerSink answers) {
			log.error("{}: a snapshot that was received is damaged, it is asked for again",
					SnapshotReceiver.this.context, cause);
			SnapshotReceiver.this.reception = null;
			answer(last, answers, Result.DAMAGED, 0);
		}

	}

}
