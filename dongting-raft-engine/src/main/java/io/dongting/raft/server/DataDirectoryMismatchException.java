package io.dongting.raft.server;

/**
 * The data directory was made for another node, or by a version this one cannot read.
 */
public class DataDirectoryMismatchException extends RaftStartupException {

	private final int nodeId;

	private final int foundNodeId;

	/**
	 * Create the exception.
	 * @param nodeId the node that was to be started
	 * @param foundNodeId the node the data belongs to
	 * @param where the directory, for people
	 */
	public DataDirectoryMismatchException(int nodeId, int foundNodeId, String where) {
		super("The data directory " + where + " belongs to node " + foundNodeId + ", not to node " + nodeId);
		this.nodeId = nodeId;
		this.foundNodeId = foundNodeId;
	}

	public int nodeId() {
		return this.nodeId;
	}

	public int foundNodeId() {
		return this.foundNodeId;
	}

}
