package io.dongting.raft.transport;

import io.dongting.raft.TransferOutcome;
import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * The encoding of what is said to hand leadership over.
 */
final class TransferMessages {

	static final WireEnum<TransferOutcome.Result> TRANSFER_RESULTS = WireEnum.of(TransferOutcome.Result.class);

	static final MessageKind<TimeoutNowReq> TIMEOUT_NOW_REQ = new MessageKind<>(TimeoutNowReq.class,
			BodyCase.TIMEOUT_NOW_REQ, Direction.REQUEST,
			(message, checks) -> checks.notNegative("last log index", message.lastLogIndex()),
			(message, frame) -> frame
				.setTimeoutNowReq(Wire.TimeoutNowReq.newBuilder().setLastLogIndex(message.lastLogIndex())),
			(envelope, frame) -> new TimeoutNowReq(envelope, frame.getTimeoutNowReq().getLastLogIndex()));

	static final MessageKind<TransferReq> TRANSFER_REQ = new MessageKind<>(TransferReq.class, BodyCase.TRANSFER_REQ,
			Direction.REQUEST, TransferMessages::checkTransferReq,
			(message,
					frame) -> frame.setTransferReq(Wire.TransferReq.newBuilder()
						.setTargetNodeId(message.targetNodeId())
						.setTimeoutMillis(message.timeoutMillis())),
			(envelope, frame) -> new TransferReq(envelope, frame.getTransferReq().getTargetNodeId(),
					frame.getTransferReq().getTimeoutMillis()));

	static final MessageKind<TransferResp> TRANSFER_RESP = new MessageKind<>(TransferResp.class, BodyCase.TRANSFER_RESP,
			Direction.ANSWER, (message, checks) -> checks.notNegative("leader", message.leaderId()),
			(message,
					frame) -> frame.setTransferResp(Wire.TransferResp.newBuilder()
						.setResultValue(TRANSFER_RESULTS.write(message.result()))
						.setLeaderId(message.leaderId())
						.setMessage(message.message())),
			TransferMessages::readTransferResp);

	private TransferMessages() {
	}

	private static void checkTransferReq(TransferReq message, FieldChecks checks) {
		checks.notNegative("target", message.targetNodeId());
		checks.notNegative("timeout", message.timeoutMillis());
	}

	private static TransferResp readTransferResp(Envelope envelope, Wire.Frame frame) {
		Wire.TransferResp wire = frame.getTransferResp();
		return new TransferResp(envelope, TRANSFER_RESULTS.readOptional(wire.getResultValue()), wire.getLeaderId(),
				wire.getMessage());
	}

}
