package io.dongting.raft.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupListener;

/**
 * Writes down what it is told.
 */
class RecordingListener implements RaftGroupListener {

	final List<String> heard = new CopyOnWriteArrayList<>();

	@Override
	public void leadershipGained(GroupStatus status, long fencingToken) {
		this.heard.add("gained " + fencingToken);
	}

	@Override
	public void leadershipLost(GroupStatus status, long fencingToken) {
		this.heard.add("lost " + fencingToken);
	}

	@Override
	public void configurationChanged(GroupStatus status) {
		String prepared = status.preparedMembers().isEmpty() ? "" : " -> " + status.preparedMembers();
		this.heard.add("configuration " + status.members() + prepared);
	}

	@Override
	public void becameReady(GroupStatus status) {
		this.heard.add("ready");
	}

	@Override
	public void becameUnready(GroupStatus status) {
		this.heard.add("unready " + status.condition());
	}

	@Override
	public void storageFailed(GroupStatus status) {
		this.heard.add("storage failed");
	}

}
