package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.TimerHandle;
import io.dongting.raft.core.GroupFacts;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HostedGroup;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.RaftPingReq;
import io.dongting.raft.transport.RaftPingResp;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether this node and the others mean the same by the groups they host. On
 * every new connection each group is stated: number, name, replica, cluster and
 * configuration; the answer states the same of the other side. What changes is stated
 * again, and so is what got no answer or does not fit. So it is enough to look at things
 * now and then, and no message has to arrive.
 *
 * <p>
 * The protocol does not depend on it: its messages name replica and cluster, and the
 * question that comes before all others the group's name (R2, R3). This is so that wrong
 * wiring is told where people look, in words that name both sides, and ends nothing but
 * the group that is concerned.
 *
 * <p>
 * Questions are put by a fiber group of their own; what others say is heard on threads of
 * the transport.
 */
final class PeerChecks {

	private static final Logger log = LoggerFactory.getLogger(PeerChecks.class);

	private static final UUID NOBODY = new UUID(0, 0);

	private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Where nothing was to be said, and all fits, nothing is urgent. */
	private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

	/** What many groups have to say goes as several messages, so that each is small. */
	private static final int MAX_GROUPS_PER_MESSAGE = 100;

	/** Who dials this node by ever new ids is not remembered. */
	private static final int MAX_PEERS = 256;

	/** So many sentences are shown of one node. */
	private static final int MAX_SHOWN = 5;

	private static final int SEQUENCE_BITS_PER_START = 40;

	private final NodeIdentity identity;

	private final MessageDelivery delivery;

	private final Transport transport;

	private final FiberGroup fibers;

	private final GroupComparison comparison;

	private final ConcurrentSkipListMap<Integer, PeerView> views = new ConcurrentSkipListMap<>();

	/** Of the nodes to which a link is open. Only for the fiber group. */
	private final TreeMap<Integer, PeerQuestions> questions = new TreeMap<>();

	private long lastSequence;

	private @Nullable TimerHandle nextLook;

	private boolean quiet;

	/**
	 * Prepare to check.
	 * @param identity who says it, and in which start
	 * @param nodes where the others are reached
	 * @param delivery knows the groups
	 * @param transport carries the questions
	 * @param fibers where they are put
	 */
	PeerChecks(NodeIdentity identity, KnownNodes nodes, MessageDelivery delivery, Transport transport,
			FiberGroup fibers) {
		this.identity = identity;
		this.delivery = delivery;
		this.transport = transport;
		this.fibers = fibers;
		this.comparison = new GroupComparison(identity.nodeId(), nodes);
		this.lastSequence = identity.startNumber() << SEQUENCE_BITS_PER_START;
	}

	/** From now on the node can be told and asked. */
	void linkOpened(int peer) {
		this.fibers.execute(() -> {
			PeerQuestions asked = new PeerQuestions();
			this.questions.put(peer, asked);
			if (this.nextLook == null || this.quiet) {
				this.quiet = false;
				lookIn(LOOK_NANOS);
			}
			look(peer, asked, facts());
		});
	}

	void linkClosed(int peer) {
		this.fibers.execute(() -> this.questions.remove(peer));
	}

	/** The node is no longer known, or has moved. */
	void forget(int peer) {
		this.views.remove(peer);
	}

	private Map<Integer, GroupFacts> facts() {
		Map<Integer, GroupFacts> facts = new TreeMap<>();
		this.delivery.groups().forEach((group) -> facts.put(group.groupId(), group.facts()));
		return facts;
	}

	private void lookIn(long delayNanos) {
		if (this.nextLook != null) {
			this.nextLook.cancel();
		}
		this.nextLook = this.fibers.schedule(delayNanos, this::lookAgain);
	}

	private void lookAgain() {
		this.nextLook = null;
		this.quiet = false;
		if (this.questions.isEmpty()) {
			return;
		}
		lookIn(LOOK_NANOS);
		Map<Integer, GroupFacts> facts = facts();
		forgetGoneGroups(facts);
		boolean allQuiet = true;
		for (Map.Entry<Integer, PeerQuestions> entry : this.questions.entrySet()) {
			allQuiet &= look(entry.getKey(), entry.getValue(), facts);
		}
		if (allQuiet) {
			this.quiet = true;
			lookIn(QUIET_NANOS);
		}
	}

	private void forgetGoneGroups(Map<Integer, GroupFacts> own) {
		Set<String> names = own.values().stream().map(GroupFacts::name).collect(Collectors.toSet());
		this.views.values().forEach((view) -> view.retain(own.keySet(), names));
	}

	/** Return whether there was nothing to say, and all fits. */
	private boolean look(int peer, PeerQuestions asked, Map<Integer, GroupFacts> own) {
		List<Finding> findings = findings(peer, own);
		report(asked, findings);
		asked.retain(own.keySet());
		Set<Integer> wrong = findings.stream().map(Finding::groupId).collect(Collectors.toSet());
		long nowNanos = this.fibers.clock().nanoTime();
		List<Message> due = new ArrayList<>();
		for (GroupFacts facts : own.values()) {
			if (asked.isDue(facts, wrong.contains(facts.groupId()), nowNanos)) {
				asked.asked(facts, ++this.lastSequence, nowNanos);
				due.add(new RaftPingReq(envelope(facts.groupId(), this.lastSequence), facts.said()));
			}
		}
		for (int from = 0; from < due.size(); from += MAX_GROUPS_PER_MESSAGE) {
			this.transport.sendAll(peer, due.subList(from, Math.min(due.size(), from + MAX_GROUPS_PER_MESSAGE)));
		}
		return due.isEmpty() && findings.isEmpty();
	}

	private static void report(PeerQuestions asked, List<Finding> findings) {
		Set<String> fresh = asked.unlogged(findings.stream().map(Finding::text).collect(Collectors.toSet()));
		for (Finding finding : findings) {
			if (fresh.contains(finding.text()) && finding.refused()) {
				log.error("{}", finding.text());
			}
			else if (fresh.contains(finding.text())) {
				log.warn("{}", finding.text());
			}
		}
	}

	private List<Finding> findings(int peer, Map<Integer, GroupFacts> own) {
		PeerView view = this.views.get(peer);
		return (view != null) ? this.comparison.compare(own, peer, view) : List.of();
	}

	private Envelope envelope(int groupId, long sequence) {
		return new Envelope(groupId, null, this.identity.nodeId(), NOBODY, null, 0, sequence);
	}

	/**
	 * Another node says what it hosts and asks the same. Called on threads of the
	 * transport.
	 * @param peer the node
	 * @param request what it says
	 * @param answers takes the answer
	 */
	void asked(int peer, RaftPingReq request, AnswerSink answers) {
		HostedGroup theirs = request.group();
		List<HostedGroup> own = new ArrayList<>();
		RaftGroupImpl sameId = this.delivery.group(theirs.groupId());
		if (sameId != null) {
			own.add(sameId.facts().said());
		}
		if (sameId == null || !sameId.name().equals(theirs.name())) {
			RaftGroupImpl sameName = this.delivery.group(theirs.name());
			if (sameName != null) {
				own.add(sameName.facts().said());
			}
		}
		PeerView view = own.isEmpty() ? this.views.get(peer) : view(peer);
		if (view != null && own.isEmpty()) {
			view.replaces(theirs);
		}
		else if (view != null) {
			view.says(theirs);
		}
		answers.answer(new RaftPingResp(envelope(request.envelope().groupId(), request.envelope().sequence()), own));
	}

	/**
	 * Another node has answered. Called on threads of the transport.
	 * @param peer the node
	 * @param answer its answer
	 */
	void answered(int peer, RaftPingResp answer) {
		this.fibers.execute(() -> {
			PeerQuestions asked = this.questions.get(peer);
			Envelope envelope = answer.envelope();
			GroupFacts facts = (asked != null) ? asked.answered(envelope.groupId(), envelope.sequence()) : null;
			PeerView view = (facts != null) ? view(peer) : null;
			if (facts != null && view != null) {
				view.answers(facts, answer.groups());
			}
		});
	}

	private @Nullable PeerView view(int peer) {
		PeerView view = this.views.get(peer);
		return (view != null || this.views.size() >= MAX_PEERS) ? view
				: this.views.computeIfAbsent(peer, (id) -> new PeerView(this.fibers.clock()::nanoTime));
	}

	/**
	 * Return why messages that another node sends under the number of a group are
	 * refused: it means another group by that number. Called for every request.
	 * @param peer the node
	 * @param groupId the number
	 * @return the reason, {@code null} if there is none
	 */
	@Nullable String refusal(int peer, int groupId) {
		PeerView view = this.views.get(peer);
		if (view == null || view.fits(this.delivery.groupChanges(), this::isSameHere)) {
			return null;
		}
		HostedGroup theirs = view.hosted(groupId);
		if (theirs == null || isSameHere(theirs)) {
			return null;
		}
		RaftGroupImpl own = this.delivery.group(groupId);
		RaftGroupImpl meant = (own != null) ? own : this.delivery.group(theirs.name());
		return (meant != null) ? this.comparison.otherIdentity(meant.facts(), peer, theirs).text() : null;
	}

	private boolean isSameHere(HostedGroup theirs) {
		RaftGroupImpl own = this.delivery.group(theirs.groupId());
		return own != null && own.name().equals(theirs.name());
	}

	/**
	 * Return what does not fit between this node and another. May be called on any
	 * thread.
	 * @param peer the other
	 * @return sentences for people, {@code null} if there are none
	 */
	@Nullable String problemWith(int peer) {
		List<Finding> findings = findings(peer, facts());
		if (findings.isEmpty()) {
			return null;
		}
		Set<String> texts = new TreeSet<>();
		StringBuilder shown = new StringBuilder();
		for (Finding finding : findings.subList(0, Math.min(findings.size(), MAX_SHOWN))) {
			if (texts.add(finding.text())) {
				shown.append(finding.text()).append(' ');
			}
		}
		if (findings.size() > MAX_SHOWN) {
			shown.append("There is more of this kind with ").append(findings.size() - MAX_SHOWN).append(" groups.");
		}
		return shown.toString().strip();
	}

}
