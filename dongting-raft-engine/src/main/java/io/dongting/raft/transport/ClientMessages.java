package io.dongting.raft.transport;

import java.util.List;

import com.google.protobuf.UnsafeByteOperations;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * The encoding of what a node asks the leader on behalf of its own callers, and of the
 * answers.
 */
final class ClientMessages {

	static final WireEnum<ReadConsistency> CONSISTENCIES = WireEnum.of(ReadConsistency.class);

	static final WireEnum<ForwardResp.Kind> OUTCOME_KINDS = WireEnum.of(ForwardResp.Kind.class);

	static final WireEnum<NotExecutedException.Reason> REASONS = WireEnum.of(NotExecutedException.Reason.class);

	static final MessageKind<ReadIndexReq> READ_INDEX_REQ = new MessageKind<>(ReadIndexReq.class,
			BodyCase.READ_INDEX_REQ, Direction.REQUEST, ClientMessages::checkReadIndexReq,
			(message, frame) -> frame.setReadIndexReq(
					Wire.ReadIndexReq.newBuilder().setConsistencyValue(CONSISTENCIES.write(message.consistency()))),
			(envelope, frame) -> new ReadIndexReq(envelope,
					CONSISTENCIES.read(frame.getReadIndexReq().getConsistencyValue())));

	static final MessageKind<ReadIndexResp> READ_INDEX_RESP = new MessageKind<>(ReadIndexResp.class,
			BodyCase.READ_INDEX_RESP, Direction.ANSWER,
			(message, checks) -> checks.notNegative("read index", message.readIndex()),
			(message, frame) -> frame
				.setReadIndexResp(Wire.ReadIndexResp.newBuilder().setReadIndex(message.readIndex())),
			(envelope, frame) -> new ReadIndexResp(envelope, frame.getReadIndexResp().getReadIndex()));

	static final MessageKind<ForwardReq> FORWARD_REQ = new MessageKind<>(ForwardReq.class, BodyCase.FORWARD_REQ,
			Direction.REQUEST, ClientMessages::checkForwardReq,
			(message, frame) -> frame.setForwardReq(writeTasks(message.tasks())),
			(envelope, frame) -> new ForwardReq(envelope,
					frame.getForwardReq().getTasksList().stream().map(ClientMessages::readTask).toList()));

	static final MessageKind<ForwardResp> FORWARD_RESP = new MessageKind<>(ForwardResp.class, BodyCase.FORWARD_RESP,
			Direction.ANSWER, ClientMessages::checkForwardResp,
			(message, frame) -> frame.setForwardResp(writeOutcomes(message.outcomes())),
			(envelope, frame) -> new ForwardResp(envelope,
					frame.getForwardResp().getOutcomesList().stream().map(ClientMessages::readOutcome).toList()));

	private ClientMessages() {
	}

	/** A read that may be stale asks nobody (R16). */
	private static void checkReadIndexReq(ReadIndexReq message, FieldChecks checks) {
		checks.require(message.consistency() != ReadConsistency.STALE, "consistency", message.consistency());
	}

	private static void checkForwardReq(ForwardReq message, FieldChecks checks) {
		for (ForwardReq.Task task : message.tasks()) {
			checks.notNegative("timeout", task.timeoutMillis());
		}
	}

	private static Wire.ForwardReq writeTasks(List<ForwardReq.Task> tasks) {
		Wire.ForwardReq.Builder wire = Wire.ForwardReq.newBuilder();
		for (ForwardReq.Task task : tasks) {
			wire.addTasks(Wire.ForwardReq.Task.newBuilder()
				.setTaskId(task.taskId())
				.setTimeoutMillis(task.timeoutMillis())
				.setBody(UnsafeByteOperations.unsafeWrap(task.body())));
		}
		return wire.build();
	}

	private static ForwardReq.Task readTask(Wire.ForwardReq.Task wire) {
		return new ForwardReq.Task(wire.getTaskId(), wire.getTimeoutMillis(), wire.getBody().toByteArray());
	}

	private static void checkForwardResp(ForwardResp message, FieldChecks checks) {
		for (ForwardResp.Outcome outcome : message.outcomes()) {
			checks.notNegative("index", outcome.index());
			boolean needsReason = outcome.kind() == ForwardResp.Kind.NOT_EXECUTED;
			checks.require(needsReason == (outcome.reason() != null), "reason",
					outcome.reason() + " of an outcome that is " + outcome.kind());
		}
	}

	private static Wire.ForwardResp writeOutcomes(List<ForwardResp.Outcome> outcomes) {
		Wire.ForwardResp.Builder wire = Wire.ForwardResp.newBuilder();
		for (ForwardResp.Outcome outcome : outcomes) {
			wire.addOutcomes(Wire.ForwardResp.Outcome.newBuilder()
				.setTaskId(outcome.taskId())
				.setKindValue(OUTCOME_KINDS.write(outcome.kind()))
				.setIndex(outcome.index())
				.setResult(UnsafeByteOperations.unsafeWrap(outcome.result()))
				.setReasonValue(REASONS.write(outcome.reason()))
				.setMessage(outcome.message()));
		}
		return wire.build();
	}

	private static ForwardResp.Outcome readOutcome(Wire.ForwardResp.Outcome wire) {
		return new ForwardResp.Outcome(wire.getTaskId(), OUTCOME_KINDS.read(wire.getKindValue()), wire.getIndex(),
				wire.getResult().toByteArray(), REASONS.readOptional(wire.getReasonValue()), wire.getMessage());
	}

}
