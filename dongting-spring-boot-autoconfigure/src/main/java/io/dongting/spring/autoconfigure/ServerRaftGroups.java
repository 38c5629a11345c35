package io.dongting.spring.autoconfigure;

import java.util.List;
import java.util.Optional;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;

/**
 * The groups of a server, asked for anew each time.
 */
class ServerRaftGroups implements RaftGroups {

	private final RaftServer server;

	ServerRaftGroups(RaftServer server) {
		this.server = server;
	}

	@Override
	public RaftGroup get(String name) {
		return this.server.group(name);
	}

	@Override
	public Optional<RaftGroup> find(String name) {
		return all().stream().filter((group) -> group.name().equals(name)).findFirst();
	}

	@Override
	public List<RaftGroup> all() {
		return this.server.groups();
	}

}
