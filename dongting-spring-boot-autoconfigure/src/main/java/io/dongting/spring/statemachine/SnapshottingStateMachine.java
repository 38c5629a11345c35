package io.dongting.spring.statemachine;

import java.io.InputStream;
import java.io.PushbackInputStream;

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
		AnnouncedCommands announced = announced();
		Snapshot snapshot = read(this.state::takeSnapshot);
		return (announced.isEmpty()) ? snapshot : new TypedSnapshot(announced, snapshot);
	}

	@Override
	public void loadSnapshot(InputStream source) throws Exception {
		PushbackInputStream whole = new PushbackInputStream(source, TypedSnapshot.HEADER_BYTES);
		AnnouncedCommands announced = TypedSnapshot.readAnnounced(whole);
		read(() -> {
			this.state.loadSnapshot(whole);
			return whole;
		});
		restore(announced);
	}

}
