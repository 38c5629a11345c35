package io.dongting.raft;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What one process is to the cluster.
 *
 * @param nodeId this node, positive and unique in the cluster
 * @param nodes every node this process knows with the address under which the others
 * reach it, this node included
 * @param listen the address to bind, or {@code null} to open no port: the groups of this
 * server then have this node as their only member
 * @param diskSpace when the space on the disk is taken for low
 */
public record RaftServerConfig(int nodeId, SortedMap<Integer, HostPort> nodes, @Nullable HostPort listen,
		DiskSpaceOptions diskSpace) {

	public RaftServerConfig {
		if (nodeId <= 0) {
			throw new InvalidConfigurationException("nodeId", "A node id is a positive number, not " + nodeId + ".");
		}
		nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
		if (listen != null && !nodes.containsKey(nodeId)) {
			throw new InvalidConfigurationException("nodeId",
					"Node " + nodeId + " is not among the nodes " + nodes.keySet() + ".");
		}
		if (listen == null && nodes.keySet().stream().anyMatch((id) -> id != nodeId)) {
			throw new InvalidConfigurationException("listen", "There are other nodes, but no address to listen on.");
		}
		checkAddresses(nodes);
	}

	/**
	 * Create a configuration with the {@linkplain DiskSpaceOptions#DEFAULTS usual}
	 * watermarks for the space on the disk.
	 * @param nodeId this node
	 * @param nodes every node this process knows, this one included
	 * @param listen the address to bind, or {@code null} to open no port
	 */
	public RaftServerConfig(int nodeId, SortedMap<Integer, HostPort> nodes, @Nullable HostPort listen) {
		this(nodeId, nodes, listen, DiskSpaceOptions.DEFAULTS);
	}

	/**
	 * Create the configuration of a node that is alone and opens no port.
	 * @param nodeId this node
	 * @return the configuration
	 */
	public static RaftServerConfig alone(int nodeId) {
		return new RaftServerConfig(nodeId, Collections.emptySortedMap(), null);
	}

	/**
	 * Return this configuration with other watermarks.
	 * @param options when the space on the disk is taken for low
	 * @return the new configuration
	 */
	public RaftServerConfig withDiskSpace(DiskSpaceOptions options) {
		return new RaftServerConfig(this.nodeId, this.nodes, this.listen, options);
	}

	private static void checkAddresses(Map<Integer, HostPort> nodes) {
		Map<String, Integer> owners = new TreeMap<>();
		nodes.forEach((id, address) -> {
			if (id <= 0) {
				throw new InvalidConfigurationException("nodes", "A node id is a positive number, not " + id + ".");
			}
			Integer other = owners.putIfAbsent(address.toString(), id);
			if (other != null && address.port() != 0) {
				throw new InvalidConfigurationException("nodes",
						"Nodes " + other + " and " + id + " have the same address " + address + ".");
			}
		});
	}

}
