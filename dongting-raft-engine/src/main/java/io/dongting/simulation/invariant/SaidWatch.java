package io.dongting.simulation.invariant;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.AppendResp;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.IdentityReq;
import io.dongting.raft.transport.IdentityResp;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.VoteReq;
import io.dongting.raft.transport.VoteResp;
import io.dongting.simulation.SimulatedFileSystem;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * What one replica says to others, over all its starts: nothing that its disk does not
 * bear out at that moment, even if the power went and took all that was not synced (R5).
 */
final class SaidWatch {

	private final int nodeId;

	private final SimulatedFileSystem disk;

	private final String voteFile;

	/** The node that may found the group (R4). */
	private final int founder;

	private final Violations violations;

	/** The replica now, {@code null} while its process does not run. */
	private @Nullable GroupInspection replica;

	/** All that the node has been in this group. */
	private final Set<UUID> replicas = new HashSet<>();

	/** To whom a vote was given, by term. */
	private final Map<Long, Integer> votes = new TreeMap<>();

	/** The numbers of the requests by which it asked others to let it found the group. */
	private final Set<Long> agreementsAsked = new TreeSet<>();

	/** The terms it asked votes for, by the numbers of the requests. */
	private final Map<Long, Long> askedTerms = new TreeMap<>();

	/** What the disk was last seen to hold. It only grows. */
	private @Nullable VoteState durable;

	SaidWatch(SimulatedNode node, RaftGroupConfig group, Violations violations) {
		this.nodeId = node.nodeId();
		this.disk = node.disk();
		this.voteFile = "groups/" + group.name() + "/vote";
		this.founder = group.members().first();
		this.violations = violations;
	}

	void started(GroupInspection started) {
		this.replica = started;
		this.replicas.add(started.replica());
		VoteState known = this.durable;
		this.violations.check(known == null || started.term() >= known.term(),
				"Node %d restarts in term %d, but term %d was durable", this.nodeId, started.term(),
				(known != null) ? known.term() : 0);
		Integer vote = this.votes.get(started.term());
		this.violations.check(vote == null || vote == started.votedFor(),
				"Node %d voted for %s in term %d and restarts with a vote for %d", this.nodeId, vote, started.term(),
				started.votedFor());
	}

	void ended() {
		this.replica = null;
	}

	/**
	 * Return whether a candidate was given this replica's vote, or is this replica: one
	 * that is alone tells nobody.
	 */
	boolean votedFor(int candidate, long term) {
		return candidate == this.nodeId || Integer.valueOf(candidate).equals(this.votes.get(term));
	}

	/**
	 * A message was sent.
	 * @param to to whom
	 * @param message the message
	 * @param other what that node has said, {@code null} if it never ran
	 */
	void sent(int to, Message message, @Nullable SaidWatch other) {
		long term = message.envelope().term();
		if (message instanceof VoteResp answer) {
			if (answer.granted() && answer.kind() != VoteReq.Kind.PRE_VOTE) {
				voted(term, to);
			}
			else if (answer.kind() != VoteReq.Kind.PRE_VOTE) {
				refused(to, term,
						(other != null) ? other.askedTerms.getOrDefault(answer.envelope().sequence(), 0L) : 0L);
			}
		}
		else if (message instanceof VoteReq request) {
			if (request.kind() != VoteReq.Kind.PRE_VOTE) {
				this.askedTerms.put(request.envelope().sequence(), term);
				voted(term, this.nodeId);
			}
		}
		else if (message instanceof AppendResp answer) {
			if (answer.result() == AppendResp.Result.DURABLE) {
				promised(term, answer.promiseMillis());
				acknowledged(answer);
			}
		}
		else if (message instanceof HeartbeatResp answer) {
			promised(term, answer.promiseMillis());
		}
		else if (message instanceof AppendReq || message instanceof HeartbeatReq) {
			promised(term, 0);
		}
		else if (message instanceof IdentityReq request) {
			if (request.envelope().toReplica() != null) {
				this.agreementsAsked.add(request.envelope().sequence());
			}
		}
		else if (message instanceof IdentityResp answer && to == this.founder
				&& answer.state() == IdentityResp.State.AGREES) {
			if (other != null && other.agreementsAsked.contains(answer.envelope().sequence())) {
				agreed();
			}
		}
	}

	/**
	 * Return whether a message is that of an earlier replica, whose group is gone:
	 * heartbeats wait for those of other groups, for as long as the clock of their node
	 * stands still.
	 */
	boolean isLeftOver(Message message) {
		boolean gathered = message instanceof HeartbeatReq || message instanceof HeartbeatResp;
		return gathered && this.replica != null && !this.replicas.contains(message.envelope().fromReplica());
	}

	/** Return whether a message is one that its receiver counts on. */
	static boolean takesPart(Message message) {
		return message instanceof AppendResp || message instanceof HeartbeatResp
				|| (message instanceof VoteResp answer && answer.granted());
	}

	private void voted(long term, int candidate) {
		Integer before = this.votes.putIfAbsent(term, candidate);
		this.violations.check(before == null || before == candidate, "Node %d votes for %d and for %d in term %d",
				this.nodeId, before, candidate, term);
		if (before == null) {
			VoteState stored = readDisk();
			this.violations.check(stored != null && stored.term() == term && stored.votedFor() == candidate,
					"Node %d votes for %d in term %d, but what is durable is %s", this.nodeId, candidate, term, stored);
		}
	}

	/** Who asks once more since the answer was lost gets the same answer (trap P18). */
	private void refused(int candidate, long term, long askedTerm) {
		this.violations.check(askedTerm != term || !votedFor(candidate, term),
				"Node %d voted for node %d in term %d and refuses it now", this.nodeId, candidate, term);
	}

	private void promised(long term, long promiseMillis) {
		VoteState stored = this.durable;
		if (stored == null || stored.term() < term || stored.promiseMillis() < promiseMillis) {
			stored = readDisk();
		}
		this.violations.check(stored != null && stored.term() >= term && stored.promiseMillis() >= promiseMillis,
				"Node %d speaks in term %d and promises %d ms, but what is durable is %s", this.nodeId, term,
				promiseMillis, stored);
	}

	/**
	 * Which founder it was does not matter: a later one may have been agreed to
	 * meanwhile.
	 */
	private void agreed() {
		VoteState stored = readDisk();
		this.violations.check(stored != null && stored.answeredFounder() != null,
				"Node %d agrees to be founded by node %d, but what is durable is %s", this.nodeId, this.founder,
				stored);
	}

	private void acknowledged(AppendResp answer) {
		long durableIndex = (this.replica != null) ? this.replica.durableIndex() : Long.MAX_VALUE;
		this.violations.check(answer.matchIndex() <= durableIndex,
				"Node %d acknowledges entry %d, but its log is durable only to %d", this.nodeId, answer.matchIndex(),
				durableIndex);
	}

	private @Nullable VoteState readDisk() {
		byte[] content = this.disk.survivingContent(this.voteFile);
		this.durable = (content != null) ? VoteStore.stateIn(ByteBuffer.wrap(content)) : null;
		return this.durable;
	}

}
