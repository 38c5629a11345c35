package io.dongting.simulation.transcript;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.Membership;
import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.AppendResp;
import io.dongting.raft.transport.ForwardReq;
import io.dongting.raft.transport.ForwardResp;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.HostedGroup;
import io.dongting.raft.transport.IdentityReq;
import io.dongting.raft.transport.IdentityResp;
import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.InstallResp;
import io.dongting.raft.transport.MembershipReq;
import io.dongting.raft.transport.MembershipResp;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.RaftPingReq;
import io.dongting.raft.transport.RaftPingResp;
import io.dongting.raft.transport.ReadIndexReq;
import io.dongting.raft.transport.ReadIndexResp;
import io.dongting.raft.transport.RefusalResp;
import io.dongting.raft.transport.StepDownReq;
import io.dongting.raft.transport.TimeoutNowReq;
import io.dongting.raft.transport.TransferReq;
import io.dongting.raft.transport.TransferResp;
import io.dongting.raft.transport.VoteReq;
import io.dongting.raft.transport.VoteResp;

/**
 * A message in one line, by which it can also be selected.
 *
 * @param kind which messages it belongs to
 * @param text the line, with the term of the sender
 */
record MessageText(Shown kind, String text) {

	static MessageText of(Message message) {
		String term = " [t" + message.envelope().term() + "]";
		if (message instanceof VoteReq || message instanceof VoteResp) {
			return new MessageText(Shown.ELECTIONS, election(message) + term);
		}
		if (message instanceof AppendReq || message instanceof AppendResp) {
			return new MessageText(Shown.APPENDS, append(message) + term);
		}
		if (message instanceof HeartbeatReq heartbeat) {
			return new MessageText(Shown.HEARTBEATS, "heartbeat, commit " + heartbeat.leaderCommit() + term);
		}
		if (message instanceof HeartbeatResp answer) {
			String room = (answer.diskSpace() == DiskSpace.AMPLE) ? "" : ", disk is " + answer.diskSpace();
			return new MessageText(Shown.HEARTBEATS, "heartbeat answered" + room + term);
		}
		if (message instanceof StepDownReq) {
			return new MessageText(Shown.FAREWELLS, "leads no more" + term);
		}
		if (message instanceof RefusalResp refusal) {
			return new MessageText(Shown.REFUSALS, "refused, " + refusal.reason() + term);
		}
		if (message instanceof IdentityReq || message instanceof IdentityResp) {
			return new MessageText(Shown.IDENTITY, identity(message) + term);
		}
		if (message instanceof TimeoutNowReq || message instanceof TransferReq || message instanceof TransferResp) {
			return new MessageText(Shown.TRANSFERS, transfer(message) + term);
		}
		if (message instanceof RaftPingReq || message instanceof RaftPingResp) {
			return new MessageText(Shown.PINGS, ping(message));
		}
		return clientMessage(message, term);
	}

	private static String transfer(Message message) {
		if (message instanceof TimeoutNowReq request) {
			return "take over, log ends at " + request.lastLogIndex();
		}
		if (message instanceof TransferReq request) {
			return "hand over to " + ((request.targetNodeId() != 0) ? request.targetNodeId() : "the best");
		}
		TransferResp answer = (TransferResp) message;
		return (answer.result() != null) ? "transfer: " + answer.result() : "leads no more, as asked or not";
	}

	private static MessageText clientMessage(Message message, String term) {
		if (message instanceof ReadIndexReq question) {
			return new MessageText(Shown.READS, "read index? " + question.consistency() + term);
		}
		if (message instanceof ReadIndexResp answer) {
			String index = (answer.readIndex() == 0) ? "no leader" : "read index " + answer.readIndex();
			return new MessageText(Shown.READS, index + term);
		}
		if (message instanceof ForwardReq forward) {
			String commands = forward.tasks()
				.stream()
				.map((task) -> new String(task.body(), StandardCharsets.UTF_8))
				.collect(Collectors.joining(", "));
			return new MessageText(Shown.FORWARDS, "passes on " + commands + term);
		}
		if (message instanceof ForwardResp answer) {
			String outcomes = answer.outcomes().stream().map(MessageText::outcome).collect(Collectors.joining(", "));
			return new MessageText(Shown.FORWARDS, "outcome " + outcomes + term);
		}
		if (message instanceof InstallReq request) {
			String what = request.block().isEmpty() ? "how much is there" : "piece from " + request.offset();
			return new MessageText(Shown.INSTALLS, "snapshot " + request.snapshot().index() + ", " + what + term);
		}
		if (message instanceof InstallResp answer) {
			String how = (answer.result() == InstallResp.Result.RECEIVING) ? "there up to " + answer.receivedBytes()
					: answer.result().name();
			return new MessageText(Shown.INSTALLS, "snapshot " + answer.snapshotIndex() + " " + how + term);
		}
		if (message instanceof MembershipReq request) {
			return new MessageText(Shown.MEMBERSHIP, "passes on " + request.kind() + term);
		}
		if (message instanceof MembershipResp answer) {
			return new MessageText(Shown.MEMBERSHIP, "outcome " + outcome(answer.outcome()) + term);
		}
		throw new IllegalArgumentException("A message without a text: " + message);
	}

	private static String outcome(MembershipResp.Outcome outcome) {
		return switch (outcome.kind()) {
			case DONE -> "done at " + outcome.index();
			case REFUSED -> "refused, " + outcome.result();
			case NOT_EXECUTED -> "not executed, " + outcome.reason();
			case UNKNOWN -> "unknown";
			case PREVIEWED -> "previewed";
		};
	}

	private static String outcome(ForwardResp.Outcome outcome) {
		return switch (outcome.kind()) {
			case DONE -> "done at " + outcome.index();
			case NOT_EXECUTED -> "not executed, " + outcome.reason();
			case UNKNOWN -> "unknown";
		};
	}

	private static String election(Message message) {
		if (message instanceof VoteReq request) {
			return name(request.kind()) + "? log ends at "
					+ EntryText.place(request.lastLogIndex(), request.lastLogTerm());
		}
		VoteResp answer = (VoteResp) message;
		return name(answer.kind()) + (answer.granted() ? " granted" : " refused");
	}

	private static String name(VoteReq.Kind kind) {
		return switch (kind) {
			case PRE_VOTE -> "pre-vote";
			case VOTE -> "vote";
			case TAKE_OVER -> "vote to take over";
		};
	}

	private static String append(Message message) {
		if (message instanceof AppendReq request) {
			String after = " after " + EntryText.place(request.previousIndex(), request.previousTerm()) + ", commit "
					+ request.leaderCommit();
			return (request.entries().isEmpty() ? "probe" : "append " + entries(request)) + after;
		}
		AppendResp answer = (AppendResp) message;
		return switch (answer.result()) {
			case DURABLE -> "durable to " + answer.matchIndex();
			case MISMATCH -> "no match, try " + answer.matchIndex();
		};
	}

	private static String entries(AppendReq request) {
		try {
			return EntryText.of(EntryBatch.verify(request.entries()))
				.stream()
				.map(EntryText::toString)
				.collect(Collectors.joining(", "));
		}
		catch (CorruptEntryException ex) {
			throw new IllegalStateException("A node sends entries that cannot be read", ex);
		}
	}

	private static String ping(Message message) {
		if (message instanceof RaftPingReq request) {
			return "hosts " + hosted(request.group());
		}
		List<HostedGroup> groups = ((RaftPingResp) message).groups();
		return groups.isEmpty() ? "hosts no such group"
				: groups.stream().map(MessageText::hosted).collect(Collectors.joining(", ", "hosts too ", ""));
	}

	private static String hosted(HostedGroup group) {
		String name = group.name() + "/" + group.groupId();
		if (group.replica() == null) {
			return name;
		}
		return name + ((group.clusterId() != null) ? " with " : ", empty, with ")
				+ SetsText.of(new Membership(group.members(), group.observers()));
	}

	private static String identity(Message message) {
		if (message instanceof IdentityResp answer) {
			return "identity: " + answer.state();
		}
		return "identity?";
	}

}
