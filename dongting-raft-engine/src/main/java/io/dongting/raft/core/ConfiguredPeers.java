package io.dongting.raft.core;

import java.util.SortedMap;

import io.dongting.raft.HostPort;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.Replica;
import io.dongting.raft.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node was told about the others of the group, beside what the log says. Who
 * belongs to the group is the log's to say, where they are found this node's (R4).
 */
final class ConfiguredPeers {

	private static final Logger log = LoggerFactory.getLogger(ConfiguredPeers.class);

	private final GroupContext context;

	private final MemberManager members;

	private final Transport transport;

	private final SortedMap<Integer, HostPort> addresses;

	ConfiguredPeers(GroupContext context, MemberManager members, Transport transport,
			SortedMap<Integer, HostPort> addresses) {
		this.context = context;
		this.members = members;
		this.transport = transport;
		this.addresses = addresses;
	}

	/** From the first entry on the log says who belongs to the group, not YAML (R4). */
	void reportDifferences() {
		GroupConfiguration configuration = this.members.inForce();
		if (configuration != null && !(configuration.members().equals(this.context.config().members())
				&& configuration.observers().equals(this.context.config().observers()))) {
			log.warn("{}: configured are the members {} and observers {}, but by its log the group consists of the "
					+ "members {} and observers {}. The log decides; change the membership through the group itself.",
					this.context, this.context.config().members(), this.context.config().observers(),
					configuration.members(), configuration.observers());
		}
	}

	/**
	 * Addresses this node was told override those in the log (R4). A node that was told
	 * of none opens no links: the difference to the log is reported, and it waits in
	 * vain.
	 */
	void connect() {
		GroupConfiguration configuration = this.members.inForce();
		if (configuration == null || this.addresses.isEmpty()) {
			return;
		}
		for (Replica replica : configuration.replicas().values()) {
			HostPort address = this.addresses.getOrDefault(replica.nodeId(), replica.address());
			if (replica.nodeId() != this.context.nodeId()) {
				this.transport.connect(replica.nodeId(), address);
			}
		}
	}

}
