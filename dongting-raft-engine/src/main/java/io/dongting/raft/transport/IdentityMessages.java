package io.dongting.raft.transport;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * The encoding of what is said to find out who is who (R2, R3, R4).
 */
final class IdentityMessages {

	static final WireEnum<IdentityResp.State> STATES = WireEnum.of(IdentityResp.State.class);

	static final WireEnum<RefusalResp.Reason> REASONS = WireEnum.of(RefusalResp.Reason.class);

	static final MessageKind<IdentityReq> IDENTITY_REQ = new MessageKind<>(IdentityReq.class, BodyCase.IDENTITY_REQ,
			Direction.REQUEST, IdentityMessages::checkReq,
			(message,
					frame) -> frame.setIdentityReq(Wire.IdentityReq.newBuilder()
						.setGroupName(message.groupName())
						.addAllMembers(message.members())
						.addAllObservers(message.observers())),
			(envelope, frame) -> new IdentityReq(envelope, frame.getIdentityReq().getGroupName(),
					readNodeIds(frame.getIdentityReq().getMembersList()),
					readNodeIds(frame.getIdentityReq().getObserversList())));

	static final MessageKind<IdentityResp> IDENTITY_RESP = new MessageKind<>(IdentityResp.class, BodyCase.IDENTITY_RESP,
			Direction.ANSWER, IdentityMessages::checkResp,
			(message, frame) -> frame.setIdentityResp(writeResp(message)), IdentityMessages::readResp);

	static final MessageKind<RefusalResp> REFUSAL_RESP = new MessageKind<>(RefusalResp.class, BodyCase.REFUSAL_RESP,
			Direction.ANSWER, (message, checks) -> {
			},
			(message,
					frame) -> frame.setRefusalResp(Wire.RefusalResp.newBuilder()
						.setReasonValue(REASONS.write(message.reason()))
						.setMessage(message.message())),
			(envelope, frame) -> new RefusalResp(envelope, REASONS.read(frame.getRefusalResp().getReasonValue()),
					frame.getRefusalResp().getMessage()));

	private IdentityMessages() {
	}

	private static void checkReq(IdentityReq message, FieldChecks checks) {
		checks.require(!message.groupName().isEmpty(), "group name", "''");
		checks.nodeIds("member", message.members());
		checks.nodeIds("observer", message.observers());
	}

	private static void checkResp(IdentityResp message, FieldChecks checks) {
		checks.nodeIds("member", message.members());
		checks.nodeIds("observer", message.observers());
	}

	private static Wire.IdentityResp writeResp(IdentityResp message) {
		Wire.IdentityResp.Builder wire = Wire.IdentityResp.newBuilder()
			.setStateValue(STATES.write(message.state()))
			.addAllMembers(message.members())
			.addAllObservers(message.observers());
		if (message.boundReplica() != null) {
			wire.setBoundReplica(WireEnvelope.writeUuid(message.boundReplica()));
		}
		return wire.build();
	}

	private static IdentityResp readResp(Envelope envelope, Wire.Frame frame) {
		Wire.IdentityResp wire = frame.getIdentityResp();
		return new IdentityResp(envelope, STATES.read(wire.getStateValue()), readNodeIds(wire.getMembersList()),
				readNodeIds(wire.getObserversList()),
				wire.hasBoundReplica() ? WireEnvelope.readUuid(wire.getBoundReplica()) : null);
	}

	static SortedSet<Integer> readNodeIds(List<Integer> wire) {
		SortedSet<Integer> nodeIds = new TreeSet<>(wire);
		if (nodeIds.size() != wire.size()) {
			throw new MalformedMessageException("A set of nodes names one twice: " + wire);
		}
		return Collections.unmodifiableSortedSet(nodeIds);
	}

}
