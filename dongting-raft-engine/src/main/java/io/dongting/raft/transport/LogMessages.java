package io.dongting.raft.transport;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * The encoding of what a leader says to replicate its log, and of the answers.
 */
final class LogMessages {

	static final WireEnum<AppendResp.Result> RESULTS = WireEnum.of(AppendResp.Result.class);

	static final WireEnum<DiskSpace> DISK_SPACES = WireEnum.of(DiskSpace.class);

	static final MessageKind<AppendReq> APPEND_REQ = new MessageKind<>(AppendReq.class, BodyCase.APPEND_REQ,
			Direction.REQUEST, LogMessages::checkAppendReq,
			(message,
					frame) -> frame.setAppendReq(Wire.AppendReq.newBuilder()
						.setPreviousIndex(message.previousIndex())
						.setPreviousTerm(message.previousTerm())
						.setLeaderCommit(message.leaderCommit())
						.setEntries(WireBytes.join(message.entries()))),
			LogMessages::readAppendReq);

	static final MessageKind<AppendResp> APPEND_RESP = new MessageKind<>(AppendResp.class, BodyCase.APPEND_RESP,
			Direction.ANSWER, LogMessages::checkAppendResp,
			(message,
					frame) -> frame.setAppendResp(Wire.AppendResp.newBuilder()
						.setResultValue(RESULTS.write(message.result()))
						.setMatchIndex(message.matchIndex())
						.setConflictTerm(message.conflictTerm())
						.setPromiseMillis(message.promiseMillis())),
			LogMessages::readAppendResp);

	static final MessageKind<HeartbeatReq> HEARTBEAT_REQ = new MessageKind<>(HeartbeatReq.class, BodyCase.HEARTBEAT_REQ,
			Direction.REQUEST, (message, checks) -> checks.notNegative("leader commit", message.leaderCommit()),
			(message, frame) -> frame
				.setHeartbeatReq(Wire.HeartbeatReq.newBuilder().setLeaderCommit(message.leaderCommit())),
			(envelope, frame) -> new HeartbeatReq(envelope, frame.getHeartbeatReq().getLeaderCommit()));

	static final MessageKind<HeartbeatResp> HEARTBEAT_RESP = new MessageKind<>(HeartbeatResp.class,
			BodyCase.HEARTBEAT_RESP, Direction.ANSWER,
			(message, checks) -> checks.notNegative("promise", message.promiseMillis()),
			(message,
					frame) -> frame.setHeartbeatResp(Wire.HeartbeatResp.newBuilder()
						.setPromiseMillis(message.promiseMillis())
						.setDiskSpaceValue(DISK_SPACES.write(message.diskSpace()))),
			LogMessages::readHeartbeatResp);

	private LogMessages() {
	}

	private static void checkAppendReq(AppendReq message, FieldChecks checks) {
		checks.position("previous", message.previousIndex(), message.previousTerm());
		checks.notNegative("leader commit", message.leaderCommit());
	}

	private static AppendReq readAppendReq(Envelope envelope, Wire.Frame frame) {
		Wire.AppendReq wire = frame.getAppendReq();
		return new AppendReq(envelope, wire.getPreviousIndex(), wire.getPreviousTerm(), wire.getLeaderCommit(),
				WireBytes.views(wire.getEntries()));
	}

	/** A node that does not say has what it needs. */
	private static HeartbeatResp readHeartbeatResp(Envelope envelope, Wire.Frame frame) {
		Wire.HeartbeatResp wire = frame.getHeartbeatResp();
		DiskSpace stated = DISK_SPACES.readOptional(wire.getDiskSpaceValue());
		return new HeartbeatResp(envelope, wire.getPromiseMillis(), (stated != null) ? stated : DiskSpace.AMPLE);
	}

	private static void checkAppendResp(AppendResp message, FieldChecks checks) {
		checks.notNegative("match index", message.matchIndex());
		checks.notNegative("conflict term", message.conflictTerm());
		checks.notNegative("promise", message.promiseMillis());
	}

	private static AppendResp readAppendResp(Envelope envelope, Wire.Frame frame) {
		Wire.AppendResp wire = frame.getAppendResp();
		return new AppendResp(envelope, RESULTS.read(wire.getResultValue()), wire.getMatchIndex(),
				wire.getConflictTerm(), wire.getPromiseMillis());
	}

}
