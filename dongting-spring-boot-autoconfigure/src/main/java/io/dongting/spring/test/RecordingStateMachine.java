package io.dongting.spring.test;

import java.io.InputStream;

import io.dongting.raft.LogItem;
import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.raft.StateMachine;
import io.dongting.spring.statemachine.TypedStateMachine;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one start of a node, with a note of everything that it applies.
 */
class RecordingStateMachine implements StateMachine {

	private final TypedStateMachine machine;

	private final int nodeId;

	private final AppliedLog log;

	private int snapshotsLoaded;

	private @Nullable Throwable failure;

	RecordingStateMachine(TypedStateMachine machine, int nodeId, AppliedLog log) {
		this.machine = machine;
		this.nodeId = nodeId;
		this.log = log;
	}

	/** Create one that can save its state if the state machine itself can. */
	static RecordingStateMachine of(TypedStateMachine machine, int nodeId, AppliedLog log) {
		return (machine instanceof SnapshotStateMachine snapshots) ? new Saving(machine, snapshots, nodeId, log)
				: new RecordingStateMachine(machine, nodeId, log);
	}

	TypedStateMachine machine() {
		return this.machine;
	}

	/** Return how often a saved state was loaded since the start of the node. */
	int snapshotsLoaded() {
		return this.snapshotsLoaded;
	}

	/** Return what has stopped the state machine, if anything has. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	@Override
	public byte[] apply(LogItem item) {
		byte[] body = new byte[item.body().remaining()];
		item.body().duplicate().get(body);
		try {
			byte[] result = this.machine.apply(item);
			this.log.applied(AppliedEntry.of(item, body, result, this.nodeId));
			return result;
		}
		catch (Throwable ex) {
			this.failure = ex;
			throw ex;
		}
	}

	/** A state machine whose state can be saved. */
	private static final class Saving extends RecordingStateMachine implements SnapshotStateMachine {

		private final SnapshotStateMachine snapshots;

		Saving(TypedStateMachine machine, SnapshotStateMachine snapshots, int nodeId, AppliedLog log) {
			super(machine, nodeId, log);
			this.snapshots = snapshots;
		}

		@Override
		public Snapshot takeSnapshot() throws Exception {
			return this.snapshots.takeSnapshot();
		}

		@Override
		public void loadSnapshot(InputStream source) throws Exception {
			try {
				this.snapshots.loadSnapshot(source);
				super.snapshotsLoaded++;
			}
			catch (Throwable ex) {
				super.failure = ex;
				throw ex;
			}
		}

	}

}
