package io.dongting.spring.autoconfigure.properties;

import java.util.SortedMap;
import java.util.TreeMap;

import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configuration of the server out of the properties.
 */
public final class ServerConfigReader {

	private static final PropertyPath ROOT = new PropertyPath(RaftProperties.PREFIX);

	private final RaftProperties properties;

	/**
	 * Create the reader.
	 * @param properties the properties
	 */
	public ServerConfigReader(RaftProperties properties) {
		this.properties = properties;
	}

	/**
	 * Check the properties and make the configuration.
	 * @return the configuration
	 * @throws InvalidRaftPropertyException if a property cannot be followed
	 */
	public RaftServerConfig read() {
		DiskSpaceOptions diskSpace = ROOT.child("disk-space").check(this.properties.diskSpace()::toOptions);
		return readNodes().withDiskSpace(diskSpace);
	}

	private RaftServerConfig readNodes() {
		SortedMap<Integer, HostPort> nodes = new TreeMap<>();
		this.properties.nodes().forEach((id, address) -> nodes.put(id, nodeAddress(id, address)));
		int nodeId = nodeId(nodes);
		HostPort listen = listen(nodes);
		if (nodes.isEmpty()) {
			return ROOT.check(() -> RaftServerConfig.alone(nodeId));
		}
		HostPort own = nodes.get(nodeId);
		if (own == null) {
			throw new InvalidRaftPropertyException(
					(this.properties.podName() != null) ? PodName.PROPERTY : RaftProperties.PREFIX + ".node-id",
					"Node " + nodeId + " is not among the nodes " + nodes.keySet() + ".",
					"Set it to one of the nodes, or add '" + RaftProperties.PREFIX + ".nodes." + nodeId
							+ "' with the address of this node, on every node.");
		}
		return ROOT.check(() -> new RaftServerConfig(nodeId, nodes, (listen != null) ? listen : own));
	}

	private HostPort nodeAddress(int id, String text) {
		PropertyPath path = ROOT.child("nodes." + id);
		String action = "Set it to the address under which the other nodes reach node " + id + ", as in 10.0.0.1:9331.";
		HostPort address = path.checkValue(() -> HostPort.parse(text), action);
		if (address.port() == 0) {
			throw new InvalidRaftPropertyException(path.prefix(), "Other nodes cannot reach port 0.", action);
		}
		return address;
	}

	private int nodeId(SortedMap<Integer, HostPort> nodes) {
		Integer nodeId = this.properties.nodeId();
		String podName = this.properties.podName();
		if (podName != null) {
			return nodeIdOfPod(podName, nodeId);
		}
		if (nodeId != null) {
			return nodeId;
		}
		if (nodes.size() > 1) {
			throw new InvalidRaftPropertyException(RaftProperties.PREFIX + ".node-id",
					"There are several nodes " + nodes.keySet() + ", but nothing says which of them this one is.",
					"Set '" + RaftProperties.PREFIX
							+ ".node-id' to the number of this node, for example with --dongting.raft.node-id=1.");
		}
		return (nodes.isEmpty()) ? 1 : nodes.firstKey();
	}

	private static int nodeIdOfPod(String podName, @Nullable Integer nodeId) {
		int ofPod = PodName.nodeId(podName);
		if (nodeId != null && nodeId != ofPod) {
			throw new InvalidRaftPropertyException(PodName.PROPERTY, "The pod '" + podName + "' runs node " + ofPod
					+ ", but '" + RaftProperties.PREFIX + ".node-id' says that this is node " + nodeId + ".",
					"Remove one of the two.");
		}
		return ofPod;
	}

	private @Nullable HostPort listen(SortedMap<Integer, HostPort> nodes) {
		String text = this.properties.listen();
		if (text == null) {
			return null;
		}
		PropertyPath path = ROOT.child("listen");
		if (nodes.isEmpty()) {
			throw new InvalidRaftPropertyException(path.prefix(),
					"There are no nodes that could call, so no port is opened.",
					"Remove it, or name the nodes in '" + RaftProperties.PREFIX + ".nodes', this one included.");
		}
		return path.checkValue(() -> HostPort.parse(text),
				"Set it to the address and port to bind, as in 0.0.0.0:9331.");
	}

}
