package io.dongting.raft;

import java.io.InputStream;

/**
 * A state machine whose state can be saved, so that the log before it need not be kept
 * and applied for ever, and a node that has missed much of the log can be brought up to
 * date. One without snapshots is applied from the whole log at each start, which is then
 * never deleted.
 */
public interface SnapshotStateMachine extends StateMachine {

	/**
	 * Freeze the present state. Called on the apply turn, so it should be quick: what
	 * takes time belongs into {@link Snapshot#writeTo}, which runs elsewhere while more
	 * is being applied. The view holds everything later results depend on.
	 * @return the view
	 * @throws Exception if that is not possible now: then there is no snapshot, and
	 * another is tried some time later
	 */
	Snapshot takeSnapshot() throws Exception;

	/**
	 * Replace the whole state by a saved one. Called on the apply turn, before the first
	 * entry is applied and whenever this node has fallen so far behind that it gets the
	 * state instead of the log. What is read has been checked; should damage show half
	 * way, reading fails, and this may be called again with an older state.
	 * @param source what {@link Snapshot#writeTo} wrote on this or another node;
	 * buffered, and need not be closed
	 * @throws Exception if it cannot be loaded. The group then stops applying on this
	 * node
	 */
	void loadSnapshot(InputStream source) throws Exception;

}
