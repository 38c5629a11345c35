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
			.setFromReplica(writeUuid(envelope.fromReplica()))
			.setTerm(envelope.term())
			.setSequence(envelope.sequence());
		if (envelope.clusterId() != null) {
			wire.setClusterId(writeUuid(envelope.clusterId()));
		}
		if (envelope.toReplica() != null) {
			wire.setToReplica(writeUuid(envelope.toReplica()));
		}
		return wire.build();
	}

	static Envelope read(Wire.Envelope wire) {
		if (!wire.hasFromReplica()) {
			throw new MalformedMessageException("An envelope does not say which replica it is from");
		}
		return new Envelope(wire.getGroupId(), wire.hasClusterId() ? readUuid(wire.getClusterId()) : null,
				wire.getFromNodeId(), readUuid(wire.getFromReplica()),
				wire.hasToReplica() ? readUuid(wire.getToReplica()) : null, wire.getTerm(), wire.getSequence());
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
