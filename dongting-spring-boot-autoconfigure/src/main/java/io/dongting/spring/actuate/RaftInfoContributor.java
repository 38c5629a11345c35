package io.dongting.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftServerConfig;
import io.dongting.spring.RaftGroups;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells in the information about the application which node this is, which nodes it was
 * configured with, and what it is to its groups at this moment.
 */
public class RaftInfoContributor implements InfoContributor {

	private final RaftServerConfig server;

	private final RaftGroups groups;

	/**
	 * Create the contributor.
	 * @param server the configuration of this node
	 * @param groups its groups
	 */
	public RaftInfoContributor(RaftServerConfig server, RaftGroups groups) {
		this.server = server;
		this.groups = groups;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> nodes = new LinkedHashMap<>();
		this.server.nodes().forEach((id, address) -> nodes.put(id.toString(), address.toString()));
		Map<String, Object> roles = new LinkedHashMap<>();
		for (RaftGroup group : this.groups) {
			GroupStatus status = group.status();
			roles.put(group.name(), Map.of("id", group.groupId(), "role", status.role(), "leaderId", status.leaderId(),
					"members", status.members(), "observers", status.observers()));
		}
		Map<String, Object> raft = new LinkedHashMap<>();
		raft.put("nodeId", this.server.nodeId());
		raft.put("nodes", nodes);
		raft.put("groups", roles);
		builder.withDetail("raft", raft);
	}

}
