package io.dongting.raft.transport;

import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * The encoding of what brings a snapshot to a follower.
 */
final class InstallMessages {

	static final WireEnum<InstallResp.Result> RESULTS = WireEnum.of(InstallResp.Result.class);

	static final MessageKind<InstallReq> INSTALL_REQ = new MessageKind<>(InstallReq.class, BodyCase.INSTALL_REQ,
			Direction.REQUEST, InstallMessages::checkRequest,
			(message,
					frame) -> frame.setInstallReq(Wire.InstallReq.newBuilder()
						.setIndex(message.snapshot().index())
						.setTerm(message.snapshot().term())
						.setSizeBytes(message.snapshot().sizeBytes())
						.setChecksum(message.snapshot().checksum())
						.setOffset(message.offset())
						.setBlock(WireBytes.join(message.block()))
						.setBlockChecksum(message.blockChecksum())),
			InstallMessages::readRequest);

	static final MessageKind<InstallResp> INSTALL_RESP = new MessageKind<>(InstallResp.class, BodyCase.INSTALL_RESP,
			Direction.ANSWER, InstallMessages::checkAnswer,
			(message,
					frame) -> frame.setInstallResp(Wire.InstallResp.newBuilder()
						.setSnapshotIndex(message.snapshotIndex())
						.setResultValue(RESULTS.write(message.result()))
						.setReceivedBytes(message.receivedBytes())
						.setCommitIndex(message.commitIndex())),
			InstallMessages::readAnswer);

	private InstallMessages() {
	}

	private static void checkRequest(InstallReq message, FieldChecks checks) {
		SnapshotIdentity snapshot = message.snapshot();
		checks.positive("index", snapshot.index());
		checks.positive("term", snapshot.term());
		checks.positive("size", snapshot.sizeBytes());
		checks.notNegative("offset", message.offset());
		checks.require(message.offset() <= snapshot.sizeBytes(), "offset", message.offset());
	}

	private static InstallReq readRequest(Envelope envelope, Wire.Frame frame) {
		Wire.InstallReq wire = frame.getInstallReq();
		return new InstallReq(envelope,
				new SnapshotIdentity(wire.getIndex(), wire.getTerm(), wire.getSizeBytes(), wire.getChecksum()),
				wire.getOffset(), WireBytes.views(wire.getBlock()), wire.getBlockChecksum());
	}

	private static void checkAnswer(InstallResp message, FieldChecks checks) {
		checks.positive("snapshot index", message.snapshotIndex());
		checks.notNegative("received bytes", message.receivedBytes());
		checks.notNegative("commit index", message.commitIndex());
	}

	private static InstallResp readAnswer(Envelope envelope, Wire.Frame frame) {
		Wire.InstallResp wire = frame.getInstallResp();
		return new InstallResp(envelope, wire.getSnapshotIndex(), RESULTS.read(wire.getResultValue()),
				wire.getReceivedBytes(), wire.getCommitIndex());
	}

}
