package io.dongting.raft.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.ForwardReq;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.RaftPingReq;
import io.dongting.raft.transport.RaftPingResp;
import io.dongting.raft.transport.RefusalResp;
import io.dongting.raft.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * Brings what arrives to the group it is for. Called on threads of the transport, and
 * only hands on.
 */
final class MessageDelivery implements TransportListener {

	private static final UUID NOBODY = new UUID(0, 0);

	private final int nodeId;

	/** Guards itself, so that no group misses what happens while it is started. */
	private final TreeSet<Integer> openLinks = new TreeSet<>();

	private final GroupTable groups = new GroupTable();

	private volatile @Nullable SharedHeartbeats heartbeats;

	private volatile @Nullable PeerChecks checks;

	private final Map<Integer, String> problems = new ConcurrentHashMap<>();

	MessageDelivery(int nodeId) {
		this.nodeId = nodeId;
	}

	void add(RaftGroupImpl group) {
		this.groups.add(group);
	}

	/** From now on nothing gets to a group, and whoever asks for it is told so. */
	void remove(RaftGroupImpl group) {
		this.groups.remove(group);
	}

	/** Return how often a group has come or gone so far. */
	long groupChanges() {
		return this.groups.changes();
	}

	/** Return the groups that messages get to, by their ids. */
	Collection<RaftGroupImpl> groups() {
		return this.groups.all();
	}

	@Nullable RaftGroupImpl group(int groupId) {
		return this.groups.get(groupId);
	}

	@Nullable RaftGroupImpl group(String name) {
		return this.groups.all().stream().filter((group) -> group.name().equals(name)).findFirst().orElse(null);
	}

	boolean hasSeveralGroups() {
		return this.groups.size() > 1;
	}

	/** Gather answers from now on, where requests came together. */
	void gatherAnswers(SharedHeartbeats gathering) {
		this.heartbeats = gathering;
	}

	/** Have groups compared with those of the other nodes from now on. */
	void check(PeerChecks checks) {
		this.checks = checks;
	}

	boolean isLinked(int peer) {
		synchronized (this.openLinks) {
			return this.openLinks.contains(peer);
		}
	}

	/**
	 * Return why what answers in place of a node was refused, if it was last, and
	 * otherwise which groups do not fit.
	 */
	@Nullable String problemWith(int peer) {
		String problem = this.problems.get(peer);
		PeerChecks current = this.checks;
		return (problem == null && current != null) ? current.problemWith(peer) : problem;
	}

	/** Forget what was wrong with a node that is no longer known, or has moved. */
	void forgetProblem(int peer) {
		this.problems.remove(peer);
		tellChecks((current) -> current.forget(peer));
	}

	private void tellChecks(Consumer<PeerChecks> event) {
		PeerChecks current = this.checks;
		if (current != null) {
			event.accept(current);
		}
	}

	/**
	 * Tell a group that has just been started of the links that are open already: the
	 * groups before it may have wanted them.
	 * @param group the group
	 */
	void started(RaftGroupImpl group) {
		synchronized (this.openLinks) {
			this.openLinks.forEach(group::linkOpened);
		}
	}

	@Override
	public void linkOpened(int peer) {
		synchronized (this.openLinks) {
			this.openLinks.add(peer);
			this.problems.remove(peer);
			this.groups.all().forEach((group) -> group.linkOpened(peer));
			tellChecks((current) -> current.linkOpened(peer));
		}
	}

	@Override
	public void linkClosed(int peer) {
		synchronized (this.openLinks) {
			this.openLinks.remove(peer);
			this.groups.all().forEach((group) -> group.linkClosed(peer));
			tellChecks((current) -> current.linkClosed(peer));
		}
	}

	@Override
	public void linkRefused(int peer, String reason) {
		this.problems.put(peer, reason);
	}

	@Override
	public void connectionLost(int peer) {
		this.groups.all().forEach((group) -> group.connectionLost(peer));
	}

	@Override
	public void requestReceived(int peer, Message request, AnswerSink answers) {
		PeerChecks current = this.checks;
		if (request instanceof RaftPingReq ping) {
			tellChecks((checking) -> checking.asked(peer, ping, answers));
			return;
		}
		Envelope envelope = request.envelope();
		RaftGroupImpl group = this.groups.get(envelope.groupId());
		String otherGroup = (current != null) ? current.refusal(peer, envelope.groupId()) : null;
		if (otherGroup != null) {
			refuseOtherGroup(request, otherGroup, answers);
		}
		else if (group == null) {
			answers.answer(refusal(envelope, RefusalResp.Reason.UNKNOWN_GROUP,
					"Node " + this.nodeId + " has no group with id " + envelope.groupId()));
		}
		else if (!group.requestReceived(peer, request, answers)) {
			answers.answer(refusal(envelope, RefusalResp.Reason.NOT_AVAILABLE,
					"Group '" + group.name() + "' does not run on node " + this.nodeId));
		}
	}

	/**
	 * Of a copy of commands that were executed before the other group came nobody knows
	 * that any more, so commands get no answer.
	 */
	private void refuseOtherGroup(Message request, String reason, AnswerSink answers) {
		if (!(request instanceof ForwardReq)) {
			answers.answer(refusal(request.envelope(), RefusalResp.Reason.OTHER_GROUP, reason));
		}
	}

	@Override
	public void requestsReceived(int peer, List<Message> requests, AnswerSink answers) {
		SharedHeartbeats gathering = this.heartbeats;
		AnswerSink sink = (gathering != null) ? gathering.gather(requests.size(), answers) : answers;
		requests.forEach((request) -> requestReceived(peer, request, sink));
	}

	@Override
	public void answerReceived(int peer, Message answer) {
		if (answer instanceof RaftPingResp ping) {
			tellChecks((current) -> current.answered(peer, ping));
			return;
		}
		RaftGroupImpl group = this.groups.get(answer.envelope().groupId());
		if (group != null) {
			group.answerReceived(peer, answer);
		}
	}

	@Override
	public void linkWritable(int peer) {
		this.groups.all().forEach((group) -> group.linkWritable(peer));
	}

	/** There is no replica here to speak for, and no term. */
	private RefusalResp refusal(Envelope envelope, RefusalResp.Reason reason, String message) {
		return new RefusalResp(new Envelope(envelope.groupId(), null, this.nodeId, NOBODY, envelope.fromReplica(), 0,
				envelope.sequence()), reason, message);
	}

}
