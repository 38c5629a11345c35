package io.dongting.raft.transport;

import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * The encoding of what nodes say of the groups they host.
 */
final class PingMessages {

	static final MessageKind<RaftPingReq> RAFT_PING_REQ = new MessageKind<>(RaftPingReq.class, BodyCase.RAFT_PING_REQ,
			Direction.REQUEST, (message, checks) -> check(message.group(), checks),
			(message, frame) -> frame.setRaftPingReq(Wire.RaftPingReq.newBuilder().setGroup(write(message.group()))),
			(envelope, frame) -> new RaftPingReq(envelope, read(frame.getRaftPingReq().getGroup())));

	static final MessageKind<RaftPingResp> RAFT_PING_RESP = new MessageKind<>(RaftPingResp.class,
			BodyCase.RAFT_PING_RESP, Direction.ANSWER, PingMessages::checkResp,
			(message,
					frame) -> frame.setRaftPingResp(Wire.RaftPingResp.newBuilder()
						.addAllGroups(message.groups().stream().map(PingMessages::write).toList())),
			(envelope, frame) -> new RaftPingResp(envelope,
					frame.getRaftPingResp().getGroupsList().stream().map(PingMessages::read).toList()));

	/** One under the number, one under the name. */
	private static final int MAX_GROUPS = 2;

	private PingMessages() {
	}

	private static void checkResp(RaftPingResp message, FieldChecks checks) {
		checks.require(message.groups().size() <= MAX_GROUPS, "number of groups", message.groups().size());
		message.groups().forEach((group) -> check(group, checks));
	}

	private static void check(HostedGroup group, FieldChecks checks) {
		checks.positive("id of a hosted group", group.groupId());
		checks.require(!group.name().isEmpty(), "name of a hosted group", "''");
		checks.notNegative("configuration index", group.configurationIndex());
		checks.nodeIds("member", group.members());
		checks.nodeIds("observer", group.observers());
	}

	private static Wire.HostedGroup write(HostedGroup group) {
		Wire.HostedGroup.Builder wire = Wire.HostedGroup.newBuilder()
			.setGroupId(group.groupId())
			.setName(group.name())
			.setConfigurationIndex(group.configurationIndex())
			.addAllMembers(group.members())
			.addAllObservers(group.observers());
		if (group.replica() != null) {
			wire.setReplica(WireEnvelope.writeUuid(group.replica()));
		}
		if (group.clusterId() != null) {
			wire.setClusterId(WireEnvelope.writeUuid(group.clusterId()));
		}
		return wire.build();
	}

	private static HostedGroup read(Wire.HostedGroup wire) {
		return new HostedGroup(wire.getGroupId(), wire.getName(),
				wire.hasReplica() ? WireEnvelope.readUuid(wire.getReplica()) : null,
				wire.hasClusterId() ? WireEnvelope.readUuid(wire.getClusterId()) : null, wire.getConfigurationIndex(),
				IdentityMessages.readNodeIds(wire.getMembersList()),
				IdentityMessages.readNodeIds(wire.getObserversList()));
	}

}
