package io.dongting.raft.transport;

import java.util.UUID;

import io.dongting.raft.transport.wire.Wire;

/**
 * Writes and reads what every message carries.
 */
final class WireEnvelope {

	private WireEnvelope() {
	}

	static Wire.Envelope write(Envelope envelope) {
		Wire.Envelope.Builder wire = Wire.Envelope.newBuilder()
			.setGroupId(envelope.groupId())
			.setFromNodeId(envelope.fromNodeId())
			.setTerm(envelope.term())
			.setSequence(envelope.sequence())
			.setFromReplicaMost(envelope.fromReplica().getMostSignificantBits())
			.setFromReplicaLeast(envelope.fromReplica().getLeastSignificantBits());
		UUID clusterId = envelope.clusterId();
		if (clusterId != null) {
			wire.setClusterIdMost(clusterId.getMostSignificantBits())
				.setClusterIdLeast(clusterId.getLeastSignificantBits());
		}
		UUID toReplica = envelope.toReplica();
		if (toReplica != null) {
			wire.setToReplicaMost(toReplica.getMostSignificantBits())
				.setToReplicaLeast(toReplica.getLeastSignificantBits());
		}
		return wire.build();
	}

	static Envelope read(Wire.Envelope wire) {
		if (!wire.hasFromReplicaMost()) {
			throw new MalformedMessageException("An envelope does not say which replica it is from");
		}
		if (wire.hasClusterIdMost() != wire.hasClusterIdLeast() || !wire.hasFromReplicaLeast()
				|| wire.hasToReplicaMost() != wire.hasToReplicaLeast()) {
			throw new MalformedMessageException("An envelope holds half a UUID");
		}
		UUID clusterId = wire.hasClusterIdMost() ? new UUID(wire.getClusterIdMost(), wire.getClusterIdLeast()) : null;
		UUID toReplica = wire.hasToReplicaMost() ? new UUID(wire.getToReplicaMost(), wire.getToReplicaLeast()) : null;
		return new Envelope(wire.getGroupId(), clusterId, wire.getFromNodeId(),
				new UUID(wire.getFromReplicaMost(), wire.getFromReplicaLeast()), toReplica, wire.getTerm(),
				wire.getSequence());
	}

	static void check(Envelope envelope, FieldChecks checks) {
		checks.positive("group id", envelope.groupId());
		checks.positive("sender", envelope.fromNodeId());
		checks.notNegative("term", envelope.term());
	}

	static Wire.Uuid writeUuid(UUID uuid) {
		return Wire.Uuid.newBuilder()
			.setMostSignificantBits(uuid.getMostSignificantBits())
			.setLeastSignificantBits(uuid.getLeastSignificantBits())
			.build();
	}

	static UUID readUuid(Wire.Uuid wire) {
		return new UUID(wire.getMostSignificantBits(), wire.getLeastSignificantBits());
	}

}
