package io.dongting.raft.core.change;

import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.HostPort;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.Replica;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.transport.IdentityReq;
import io.dongting.raft.transport.IdentityResp;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that are new to the group are asked which replica they hold, since a
 * configuration binds each node to one (R2). Only an empty replica is taken in, or one of
 * this cluster (R3).
 */
final class Newcomers {

	private static final long ASK_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final GroupContext context;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final SortedMap<Integer, HostPort> addresses;

	private final SortedMap<Integer, Replica> known = new TreeMap<>();

	/** Who has not said which replica it is, and what it said instead. */
	private final SortedMap<Integer, String> missing = new TreeMap<>();

	/** Answers to earlier questions may speak of a disk that was replaced since. */
	private final long startSequence;

	private @Nullable String contradiction;

	private long nextAskNanos;

	/**
	 * Prepare to ask.
	 * @param nodes who is asked
	 * @param addresses where nodes are reached, those at least
	 */
	Newcomers(GroupContext context, Envelopes envelopes, PeerLinks links, Set<Integer> nodes,
			SortedMap<Integer, HostPort> addresses) {
		this.context = context;
		this.envelopes = envelopes;
		this.links = links;
		this.addresses = addresses;
		this.startSequence = envelopes.lastSequence();
		this.nextAskNanos = context.nanoTime();
		nodes.forEach((node) -> this.missing.put(node, "does not answer"));
	}

	/** Ask those who have not answered, now and then. */
	void ask(GroupConfiguration configuration) {
		long nowNanos = this.context.nanoTime();
		if (this.nextAskNanos - nowNanos <= 0) {
			this.nextAskNanos = nowNanos + ASK_INTERVAL_NANOS;
			for (int node : this.missing.keySet()) {
				this.links.send(node, new IdentityReq(this.envelopes.request(null), this.context.config().name(),
						configuration.members(), configuration.observers()));
			}
		}
	}

	void answered(int node, IdentityResp answer, UUID clusterId) {
		HostPort address = this.addresses.get(node);
		if (!this.missing.containsKey(node) || address == null || answer.envelope().sequence() <= this.startSequence) {
			return;
		}
		UUID theirs = answer.envelope().clusterId();
		if (answer.state() == IdentityResp.State.HAS_LOG && !clusterId.equals(theirs)) {
			this.contradiction = "Node " + node + " holds data of cluster " + theirs + ", but this is cluster "
					+ clusterId + ". Remove its data of the group, or leave it where it is.";
			return;
		}
		this.missing.remove(node);
		this.known.put(node, new Replica(node, address, answer.envelope().fromReplica()));
	}

	/** A node does not even look at the question. */
	void refused(int node, String message) {
		this.missing.computeIfPresent(node, (asked, before) -> "refuses: " + message);
	}

	/** Return why a node cannot be taken in, {@code null} if nothing is known. */
	@Nullable String contradiction() {
		return this.contradiction;
	}

	boolean allKnown() {
		return this.missing.isEmpty();
	}

	SortedSet<Integer> missing() {
		return new TreeSet<>(this.missing.keySet());
	}

	String describeMissing() {
		StringBuilder description = new StringBuilder();
		this.missing
			.forEach((node, said) -> description.append("Node ").append(node).append(' ').append(said).append(". "));
		return description.toString().strip();
	}

	SortedMap<Integer, Replica> replicas() {
		return this.known;
	}

}
