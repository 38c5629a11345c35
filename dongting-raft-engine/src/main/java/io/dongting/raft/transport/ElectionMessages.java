package io.dongting.raft.transport;

import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * The encoding of what is said to gain or give up leadership.
 */
final class ElectionMessages {

	static final WireEnum<VoteReq.Kind> VOTE_KINDS = WireEnum.of(VoteReq.Kind.class);

	static final MessageKind<VoteReq> VOTE_REQ = new MessageKind<>(VoteReq.class, BodyCase.VOTE_REQ, Direction.REQUEST,
			(message, checks) -> checks.position("last log", message.lastLogIndex(), message.lastLogTerm()),
			(message,
					frame) -> frame.setVoteReq(Wire.VoteReq.newBuilder()
						.setKindValue(VOTE_KINDS.write(message.kind()))
						.setLastLogIndex(message.lastLogIndex())
						.setLastLogTerm(message.lastLogTerm())),
			ElectionMessages::readVoteReq);

	static final MessageKind<VoteResp> VOTE_RESP = new MessageKind<>(VoteResp.class, BodyCase.VOTE_RESP,
			Direction.ANSWER, (message, checks) -> {
			},
			(message,
					frame) -> frame.setVoteResp(Wire.VoteResp.newBuilder()
						.setKindValue(VOTE_KINDS.write(message.kind()))
						.setGranted(message.granted())),
			(envelope, frame) -> new VoteResp(envelope, VOTE_KINDS.read(frame.getVoteResp().getKindValue()),
					frame.getVoteResp().getGranted()));

	static final MessageKind<StepDownReq> STEP_DOWN_REQ = new MessageKind<>(StepDownReq.class, BodyCase.STEP_DOWN_REQ,
			Direction.REQUEST, (message, checks) -> {
			}, (message, frame) -> frame.setStepDownReq(Wire.StepDownReq.getDefaultInstance()),
			(envelope, frame) -> new StepDownReq(envelope));

	private ElectionMessages() {
	}

	private static VoteReq readVoteReq(Envelope envelope, Wire.Frame frame) {
		Wire.VoteReq wire = frame.getVoteReq();
		return new VoteReq(envelope, VOTE_KINDS.read(wire.getKindValue()), wire.getLastLogIndex(),
				wire.getLastLogTerm());
	}

}
