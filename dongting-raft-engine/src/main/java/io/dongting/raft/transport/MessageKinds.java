package io.dongting.raft.transport;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * Finds the {@link MessageKind} for a record or a frame. There is one for each subtype of
 * {@link Message}.
 */
final class MessageKinds {

	/** Every kind, in the order of the wire format. */
	static final List<MessageKind<?>> ALL = List.of(ElectionMessages.VOTE_REQ, ElectionMessages.VOTE_RESP,
			LogMessages.APPEND_REQ, LogMessages.APPEND_RESP, LogMessages.HEARTBEAT_REQ, LogMessages.HEARTBEAT_RESP,
			ClientMessages.READ_INDEX_REQ, ClientMessages.READ_INDEX_RESP, ClientMessages.FORWARD_REQ,
			ClientMessages.FORWARD_RESP, ElectionMessages.STEP_DOWN_REQ, IdentityMessages.IDENTITY_REQ,
			IdentityMessages.IDENTITY_RESP, IdentityMessages.REFUSAL_RESP, MembershipMessages.MEMBERSHIP_REQ,
			MembershipMessages.MEMBERSHIP_RESP, TransferMessages.TIMEOUT_NOW_REQ, TransferMessages.TRANSFER_REQ,
			TransferMessages.TRANSFER_RESP, InstallMessages.INSTALL_REQ, InstallMessages.INSTALL_RESP,
			PingMessages.RAFT_PING_REQ, PingMessages.RAFT_PING_RESP);

	private static final Map<Class<?>, MessageKind<?>> BY_TYPE = new HashMap<>();

	private static final Map<BodyCase, MessageKind<?>> BY_BODY = new EnumMap<>(BodyCase.class);

	static {
		for (MessageKind<?> kind : ALL) {
			BY_TYPE.put(kind.type(), kind);
			BY_BODY.put(kind.body(), kind);
		}
	}

	private MessageKinds() {
	}

	static MessageKind<?> of(Message message) {
		MessageKind<?> kind = BY_TYPE.get(message.getClass());
		if (kind == null) {
			throw new MalformedMessageException("There is no encoding for " + message.getClass().getSimpleName());
		}
		return kind;
	}

	static MessageKind<?> of(Wire.Frame frame) {
		MessageKind<?> kind = BY_BODY.get(frame.getBodyCase());
		if (kind == null) {
			throw new MalformedMessageException("A frame carries no message: its body is " + frame.getBodyCase());
		}
		return kind;
	}

}
