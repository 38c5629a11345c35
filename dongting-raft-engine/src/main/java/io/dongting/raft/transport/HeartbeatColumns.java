package io.dongting.raft.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the heartbeats of several groups as columns. As a bundle each would be
 * three objects of its own on either side, which is most of what idle groups cost on the
 * way.
 */
final class HeartbeatColumns {

	private static final int HALVES = 6;

	private HeartbeatColumns() {
	}

	/**
	 * Return whether messages can be written as columns.
	 * @param messages the messages, at least one
	 * @return whether all are heartbeats, or all answers to such, of one node and with
	 * all identities
	 */
	static boolean fit(List<Message> messages) {
		Message first = messages.get(0);
		boolean heartbeats = first instanceof HeartbeatReq || first instanceof HeartbeatResp;
		for (int i = 0; heartbeats && i < messages.size(); i++) {
			Envelope envelope = messages.get(i).envelope();
			heartbeats = messages.get(i).getClass() == first.getClass() && envelope.clusterId() != null
					&& envelope.toReplica() != null && envelope.fromNodeId() == first.envelope().fromNodeId();
		}
		return heartbeats;
	}

	/**
	 * Write messages that fit.
	 * @param messages the messages
	 * @param direction which way they go
	 * @return one frame for all
	 */
	static Wire.Frame write(List<Message> messages, Direction direction) {
		Wire.Heartbeats.Builder columns = Wire.Heartbeats.newBuilder()
			.setFromNodeId(messages.get(0).envelope().fromNodeId());
		for (Message message : messages) {
			MessageKinds.of(message).require(direction, message);
			Envelope envelope = message.envelope();
			columns.addGroupId(envelope.groupId()).addTerm(envelope.term()).addSequence(envelope.sequence());
			addIdentity(columns, envelope.clusterId());
			addIdentity(columns, envelope.fromReplica());
			addIdentity(columns, envelope.toReplica());
			if (message instanceof HeartbeatReq request) {
				columns.addLeaderCommit(request.leaderCommit());
			}
			else if (message instanceof HeartbeatResp answer) {
				columns.addPromiseMillis(answer.promiseMillis())
					.addDiskSpaceValue(LogMessages.DISK_SPACES.write(answer.diskSpace()));
			}
		}
		return Wire.Frame.newBuilder().setHeartbeats(columns).build();
	}

	private static void addIdentity(Wire.Heartbeats.Builder columns, @Nullable UUID identity) {
		if (identity != null) {
			columns.addIdentity(identity.getMostSignificantBits()).addIdentity(identity.getLeastSignificantBits());
		}
	}

	/**
	 * Read messages.
	 * @param columns the columns
	 * @param direction which way they came
	 * @return the messages, at least one
	 * @throws MalformedMessageException if the columns do not belong together
	 */
	static List<Message> read(Wire.Heartbeats columns, Direction direction) {
		int count = columns.getGroupIdCount();
		boolean requests = direction == Direction.REQUEST;
		if (count == 0 || columns.getIdentityCount() != count * HALVES || columns.getTermCount() != count
				|| columns.getSequenceCount() != count || columns.getLeaderCommitCount() != (requests ? count : 0)
				|| columns.getPromiseMillisCount() != (requests ? 0 : count)
				|| columns.getDiskSpaceCount() != (requests ? 0 : count)) {
			throw new MalformedMessageException("The columns of heartbeats do not belong together");
		}
		List<Message> messages = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			Envelope envelope = new Envelope(columns.getGroupId(i), identity(columns, i * HALVES),
					columns.getFromNodeId(), identity(columns, i * HALVES + 2), identity(columns, i * HALVES + 4),
					columns.getTerm(i), columns.getSequence(i));
			Message message = requests ? new HeartbeatReq(envelope, columns.getLeaderCommit(i)) : new HeartbeatResp(
					envelope, columns.getPromiseMillis(i), LogMessages.DISK_SPACES.read(columns.getDiskSpaceValue(i)));
			MessageKinds.of(message).require(direction, message);
			messages.add(message);
		}
		return messages;
	}

	private static UUID identity(Wire.Heartbeats columns, int at) {
		return new UUID(columns.getIdentity(at), columns.getIdentity(at + 1));
	}

}
