package io.dongting.raft.core.member;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import com.google.protobuf.InvalidProtocolBufferException;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftException;
import io.dongting.raft.transport.wire.ConfigurationEntry;
import io.dongting.raft.transport.wire.ReplicaBinding;
import io.dongting.raft.transport.wire.StoredUuid;

/**
 * The body of a configuration entry.
 */
public final class ConfigurationCodec {

	private ConfigurationCodec() {
	}

	/**
	 * Encode a configuration.
	 * @param configuration what the entry is to say
	 * @return the body of the entry
	 */
	public static ByteBuffer encode(GroupConfiguration configuration) {
		ConfigurationEntry.Builder entry = ConfigurationEntry.newBuilder()
			.setClusterId(encode(configuration.clusterId()))
			.setFounder(encode(configuration.founder()))
			.addAllMembers(configuration.members())
			.addAllObservers(configuration.observers())
			.addAllPreparedMembers(configuration.preparedMembers())
			.addAllPreparedObservers(configuration.preparedObservers());
		for (Replica replica : configuration.replicas().values()) {
			entry.addReplicas(ReplicaBinding.newBuilder()
				.setNodeId(replica.nodeId())
				.setHost(replica.address().host())
				.setPort(replica.address().port())
				.setUuid(encode(replica.uuid())));
		}
		return ByteBuffer.wrap(entry.build().toByteArray());
	}

	/**
	 * Decode the body of a configuration entry.
	 * @param body the body
	 * @return what it says
	 * @throws RaftException if it is not the body of a configuration entry
	 */
	public static GroupConfiguration decode(ByteBuffer body) {
		try {
			ConfigurationEntry entry = ConfigurationEntry.parseFrom(body);
			TreeMap<Integer, Replica> replicas = new TreeMap<>();
			for (ReplicaBinding binding : entry.getReplicasList()) {
				replicas.put(binding.getNodeId(), new Replica(binding.getNodeId(),
						new HostPort(binding.getHost(), binding.getPort()), decode(binding.getUuid())));
			}
			return new GroupConfiguration(decode(entry.getClusterId()), decode(entry.getFounder()), replicas,
					sorted(entry.getMembersList()), sorted(entry.getObserversList()),
					sorted(entry.getPreparedMembersList()), sorted(entry.getPreparedObserversList()));
		}
		catch (InvalidProtocolBufferException | IllegalArgumentException ex) {
			throw new RaftException("A configuration entry cannot be read: " + ex.getMessage(), ex);
		}
	}

	private static TreeSet<Integer> sorted(List<Integer> ids) {
		return new TreeSet<>((Collection<Integer>) ids);
	}

	private static StoredUuid encode(UUID uuid) {
		return StoredUuid.newBuilder()
			.setHigh(uuid.getMostSignificantBits())
			.setLow(uuid.getLeastSignificantBits())
			.build();
	}

	private static UUID decode(StoredUuid uuid) {
		return new UUID(uuid.getHigh(), uuid.getLow());
	}

}
