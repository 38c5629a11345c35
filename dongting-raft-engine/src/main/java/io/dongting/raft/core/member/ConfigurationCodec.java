package io.dongting.raft.core.member;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import com.google.protobuf.InvalidProtocolBufferException;
import io.dongting.raft.HostPort;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.Membership;
import io.dongting.raft.RaftException;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.transport.wire.ChangeStage;
import io.dongting.raft.transport.wire.ChangeStep;
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
			.addAllPreparedObservers(configuration.preparedObservers())
			.addAllReplicas(configuration.replicas().values().stream().map(ConfigurationCodec::encode).toList());
		if (configuration.change() != null) {
			entry.setChange(encode(configuration.change()));
		}
		return ByteBuffer.wrap(entry.build().toByteArray());
	}

	private static ChangeStep encode(ChangeState change) {
		ChangePlan plan = change.plan();
		return ChangeStep.newBuilder()
			.setStageValue(change.stage().ordinal() + 1)
			.addAllFromMembers(plan.from().members())
			.addAllFromObservers(plan.from().observers())
			.addAllGoalMembers(plan.goal().members())
			.addAllGoalObservers(plan.goal().observers())
			.setAutomatic(plan.automatic())
			.setTimeoutMillis(plan.timeoutMillis())
			.setOriginIndex(plan.originIndex())
			.setPrepareIndex(change.prepareIndex())
			.addAllRemoved(change.removed().values().stream().map(ConfigurationCodec::encode).toList())
			.build();
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
			return new GroupConfiguration(decode(entry.getClusterId()), decode(entry.getFounder()),
					replicas(entry.getReplicasList()), sorted(entry.getMembersList()), sorted(entry.getObserversList()),
					sorted(entry.getPreparedMembersList()), sorted(entry.getPreparedObserversList()),
					entry.hasChange() ? decode(entry.getChange()) : null);
		}
		catch (InvalidProtocolBufferException | IllegalArgumentException | InvalidConfigurationException ex) {
			throw new RaftException("A configuration entry cannot be read: " + ex.getMessage(), ex);
		}
	}

	private static ChangeState decode(ChangeStep step) {
		if (step.getStage() == ChangeStage.CHANGE_STAGE_UNSPECIFIED || step.getStage() == ChangeStage.UNRECOGNIZED) {
			throw new IllegalArgumentException("no step of a change has the number " + step.getStageValue());
		}
		ChangePlan plan = new ChangePlan(Membership.of(step.getFromMembersList(), step.getFromObserversList()),
				Membership.of(step.getGoalMembersList(), step.getGoalObserversList()), step.getAutomatic(),
				step.getTimeoutMillis(), step.getOriginIndex());
		return new ChangeState(Stage.values()[step.getStageValue() - 1], plan, step.getPrepareIndex(),
				replicas(step.getRemovedList()));
	}

	private static ReplicaBinding encode(Replica replica) {
		return ReplicaBinding.newBuilder()
			.setNodeId(replica.nodeId())
			.setHost(replica.address().host())
			.setPort(replica.address().port())
			.setUuid(encode(replica.uuid()))
			.build();
	}

	private static SortedMap<Integer, Replica> replicas(List<ReplicaBinding> bindings) {
		SortedMap<Integer, Replica> replicas = new TreeMap<>();
		for (ReplicaBinding binding : bindings) {
			replicas.put(binding.getNodeId(), new Replica(binding.getNodeId(),
					new HostPort(binding.getHost(), binding.getPort()), decode(binding.getUuid())));
		}
		return replicas;
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
