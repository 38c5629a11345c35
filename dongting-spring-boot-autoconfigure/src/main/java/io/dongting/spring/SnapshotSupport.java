package io.dongting.spring;

import java.io.InputStream;

import io.dongting.raft.Snapshot;

/**
 * Implemented by an annotated state machine whose state can be saved. The log before a
 * snapshot need not be kept and applied for ever, and a node that has missed much of the
 * log gets the state instead. Without it the log is kept whole, and applied from its
 * beginning at each start.
 *
 * <p>
 * Only the log calls these methods, never through the proxy, and not while a command or a
 * query runs, unless that is declared concurrent.
 */
public interface SnapshotSupport {

	/**
	 * Freeze the present state. Should be quick: what takes time belongs into
	 * {@link Snapshot#writeTo}, which runs on another thread while more commands are
	 * being applied, so the view must share nothing with the bean that commands change.
	 * @return the view, which holds everything that later results depend on
	 * @throws Exception if that is not possible now: then there is no snapshot, and
	 * another is tried some time later
	 */
	Snapshot takeSnapshot() throws Exception;

	/**
	 * Replace the whole state by a saved one.
	 * @param source what {@link Snapshot#writeTo} wrote on this or another node;
	 * buffered, and need not be closed
	 * @throws Exception if it cannot be loaded. The group then stops on this node
	 */
	void loadSnapshot(InputStream source) throws Exception;

}
