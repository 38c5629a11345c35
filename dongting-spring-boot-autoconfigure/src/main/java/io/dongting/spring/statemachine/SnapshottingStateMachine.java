package io.dongting.spring.statemachine;

import java.io.InputStream;

import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.spring.SnapshotSupport;

/**
 * Drives an annotated bean whose state can be saved.
 */
final class SnapshottingStateMachine extends TypedStateMachine implements SnapshotStateMachine {

	private final SnapshotSupport state;

	<T extends SnapshotSupport> SnapshottingStateMachine(T target, StateMachineModel model, ValueCodecs codecs) {
		super(target, model, codecs);
		this.state = target;
	}

	@Override
	public Snapshot takeSnapshot() throws Exception {
		return read(this.state::takeSnapshot);
	}

	@Override
	public void loadSnapshot(InputStream source) throws Exception {
		read(() -> {
			this.state.loadSnapshot(source);
			return source;
		});
	}

}
