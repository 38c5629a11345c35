package io.dongting.spring.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.spring.statemachine.TypedStateMachine;

/**
 * A state machine that the checks look at, beside the log or on a node.
 */
final class MachineCopy {

	private final TypedStateMachine machine;

	MachineCopy(TypedStateMachine machine) {
		this.machine = machine;
	}

	boolean hasSnapshots() {
		return this.machine instanceof SnapshotStateMachine;
	}

	/** Apply an entry, and say what came of it. */
	byte[] apply(AppliedEntry entry) {
		try {
			return this.machine.apply(entry.item());
		}
		catch (RuntimeException ex) {
			throw new BrokenRule("At index " + entry.index() + " " + entry.command() + " was applied on node "
					+ entry.nodeId() + ", and failed when it was applied again: " + ex, ex);
		}
	}

	/** Freeze the present state. */
	Snapshot freeze() {
		try {
			return ((SnapshotStateMachine) this.machine).takeSnapshot();
		}
		catch (Exception ex) {
			throw new BrokenRule("No snapshot can be taken: " + ex, ex);
		}
	}

	/** Save the present state. */
	byte[] save() {
		return write(freeze());
	}

	static byte[] write(Snapshot snapshot) {
		try (snapshot) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			snapshot.writeTo(bytes);
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new BrokenRule("The snapshot cannot be written: " + ex, ex);
		}
	}

	/** Replace the state by a saved one. */
	void load(byte[] saved, long index) {
		try {
			((SnapshotStateMachine) this.machine).loadSnapshot(new ByteArrayInputStream(saved));
		}
		catch (Exception ex) {
			throw new BrokenRule("The snapshot taken at index " + index + " cannot be loaded: " + ex, ex);
		}
	}

}
