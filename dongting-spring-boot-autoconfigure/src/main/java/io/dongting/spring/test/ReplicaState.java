package io.dongting.spring.test;

/**
 * A node at the end of a test, when it has applied what all others have.
 *
 * @param nodeId the node
 * @param machine its state machine
 * @param starts how often it was started
 * @param snapshotsLoaded how often it has loaded a snapshot since its last start
 */
record ReplicaState(int nodeId, MachineCopy machine, int starts, int snapshotsLoaded) {

	@Override
	public String toString() {
		String loaded = (this.snapshotsLoaded > 0) ? ", has loaded a snapshot" : "";
		return "node " + this.nodeId + " (" + ((this.starts > 1) ? "restarted" : "never restarted") + loaded + ")";
	}

}
