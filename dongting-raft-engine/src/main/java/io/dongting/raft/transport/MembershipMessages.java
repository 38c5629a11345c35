package io.dongting.raft.transport;

import java.util.SortedSet;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.Membership;
import io.dongting.raft.MembershipException;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of what is asked of the leader about the membership, and of the answers.
 */
final class MembershipMessages {

	static final WireEnum<MembershipReq.Kind> KINDS = WireEnum.of(MembershipReq.Kind.class);

	static final WireEnum<MembershipResp.Kind> OUTCOMES = WireEnum.of(MembershipResp.Kind.class);

	static final WireEnum<MembershipException.Result> RESULTS = WireEnum.of(MembershipException.Result.class);

	static final MessageKind<MembershipReq> MEMBERSHIP_REQ = new MessageKind<>(MembershipReq.class,
			BodyCase.MEMBERSHIP_REQ, Direction.REQUEST, MembershipMessages::checkReq,
			(message, frame) -> frame.setMembershipReq(writeReq(message)), MembershipMessages::readReq);

	static final MessageKind<MembershipResp> MEMBERSHIP_RESP = new MessageKind<>(MembershipResp.class,
			BodyCase.MEMBERSHIP_RESP, Direction.ANSWER, MembershipMessages::checkResp,
			(message, frame) -> frame.setMembershipResp(writeResp(message.outcome())), MembershipMessages::readResp);

	private MembershipMessages() {
	}

	private static void checkReq(MembershipReq message, FieldChecks checks) {
		checks.notNegative("prepare index", message.prepareIndex());
		checks.notNegative("timeout", message.timeoutMillis());
		if (message.members() != null) {
			checks.nodeIds("member", message.members());
		}
		if (message.observers() != null) {
			checks.nodeIds("observer", message.observers());
		}
		boolean prepares = message.kind() == MembershipReq.Kind.PREPARE;
		checks.require(prepares == (message.expected() != null), "expectation", message.kind());
		checks.require(!prepares || (message.members() != null && message.observers() != null), "goal", message.kind());
	}

	private static Wire.MembershipReq writeReq(MembershipReq message) {
		Wire.MembershipReq.Builder wire = Wire.MembershipReq.newBuilder()
			.setKindValue(KINDS.write(message.kind()))
			.setPrepareIndex(message.prepareIndex())
			.setTimeoutMillis(message.timeoutMillis());
		if (message.expected() != null) {
			wire.setExpected(write(message.expected()));
		}
		if (message.members() != null) {
			wire.setMembers(Wire.NodeIds.newBuilder().addAllIds(message.members()));
		}
		if (message.observers() != null) {
			wire.setObservers(Wire.NodeIds.newBuilder().addAllIds(message.observers()));
		}
		return wire.build();
	}

	private static MembershipReq readReq(Envelope envelope, Wire.Frame frame) {
		Wire.MembershipReq wire = frame.getMembershipReq();
		return new MembershipReq(envelope, KINDS.read(wire.getKindValue()),
				wire.hasExpected() ? read(wire.getExpected()) : null,
				wire.hasMembers() ? read(wire.getMembers()) : null,
				wire.hasObservers() ? read(wire.getObservers()) : null, wire.getPrepareIndex(),
				wire.getTimeoutMillis());
	}

	private static void checkResp(MembershipResp message, FieldChecks checks) {
		MembershipResp.Outcome outcome = message.outcome();
		checks.notNegative("index", outcome.index());
		require(checks, outcome, "result", MembershipResp.Kind.REFUSED, outcome.result());
		require(checks, outcome, "reason", MembershipResp.Kind.NOT_EXECUTED, outcome.reason());
		require(checks, outcome, "preview", MembershipResp.Kind.PREVIEWED, outcome.preview());
	}

	private static void require(FieldChecks checks, MembershipResp.Outcome outcome, String field,
			MembershipResp.Kind kind, @Nullable Object value) {
		checks.require((outcome.kind() == kind) == (value != null), field,
				value + " of an outcome that is " + outcome.kind());
	}

	private static Wire.MembershipResp writeResp(MembershipResp.Outcome outcome) {
		Wire.MembershipResp.Builder wire = Wire.MembershipResp.newBuilder()
			.setKindValue(OUTCOMES.write(outcome.kind()))
			.setIndex(outcome.index())
			.setResultValue(RESULTS.write(outcome.result()))
			.setReasonValue(ClientMessages.REASONS.write(outcome.reason()))
			.setMessage(outcome.message());
		if (outcome.preview() != null) {
			wire.setPreview(Wire.MembershipPreview.newBuilder()
				.setBefore(write(outcome.preview().before()))
				.setAfter(write(outcome.preview().after()))
				.addAllReasonsAgainst(outcome.preview().reasonsAgainst()));
		}
		return wire.build();
	}

	private static MembershipResp readResp(Envelope envelope, Wire.Frame frame) {
		Wire.MembershipResp wire = frame.getMembershipResp();
		MembershipPreview preview = wire.hasPreview() ? new MembershipPreview(read(wire.getPreview().getBefore()),
				read(wire.getPreview().getAfter()), wire.getPreview().getReasonsAgainstList()) : null;
		return new MembershipResp(envelope,
				new MembershipResp.Outcome(OUTCOMES.read(wire.getKindValue()), wire.getIndex(),
						RESULTS.readOptional(wire.getResultValue()),
						ClientMessages.REASONS.readOptional(wire.getReasonValue()), wire.getMessage(), preview));
	}

	private static Wire.Membership write(Membership membership) {
		return Wire.Membership.newBuilder()
			.addAllMembers(membership.members())
			.addAllObservers(membership.observers())
			.build();
	}

	private static Membership read(Wire.Membership wire) {
		try {
			return new Membership(IdentityMessages.readNodeIds(wire.getMembersList()),
					IdentityMessages.readNodeIds(wire.getObserversList()));
		}
		catch (InvalidConfigurationException ex) {
			throw new MalformedMessageException("An impossible membership: " + ex.getMessage(), ex);
		}
	}

	private static SortedSet<Integer> read(Wire.NodeIds wire) {
		return IdentityMessages.readNodeIds(wire.getIdsList());
	}

}
