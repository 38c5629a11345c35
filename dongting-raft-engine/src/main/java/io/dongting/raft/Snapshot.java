package io.dongting.raft;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A frozen view of the state of a {@link SnapshotStateMachine}: whatever is applied
 * meanwhile does not show in it. Written once, at most, and always closed, both on a
 * thread that may block and is not the apply turn.
 */
public interface Snapshot extends AutoCloseable {

	/**
	 * Write the state. The more alike two nodes write the same state, byte for byte, the
	 * more often a transfer that another leader has begun can be continued.
	 * @param target where to write to; buffered, and need not be closed
	 * @throws IOException what {@code target} throws, or if the state cannot be written:
	 * then there is no snapshot, and another is tried some time later
	 */
	void writeTo(OutputStream target) throws IOException;

	/**
	 * Let go of what the view holds. Called once, whether it was written or not.
	 */
	@Override
	default void close() {
	}

}
