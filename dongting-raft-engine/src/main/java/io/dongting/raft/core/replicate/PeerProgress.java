package io.dongting.raft.core.replicate;

import java.util.ArrayDeque;
import java.util.Deque;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus.PeerState;
import io.dongting.raft.core.member.Replica;
import org.jspecify.annotations.Nullable;

/**
 * What a leader knows of one other replica, from the beginning of its term on.
 *
 * <p>
 * A peer is probed first, with one request at a time, until it has said where the logs
 * part; then entries are sent without waiting for each answer. Whatever is lost on the
 * way leads back to probing.
 */
final class PeerProgress {

	private static final long OWES_NOTHING = Long.MIN_VALUE;

	private static final int MAX_HEARTBEATS_IN_FLIGHT = 64;

	final Replica replica;

	private final int nodeId;

	PeerState state = PeerState.DISCONNECTED;

	/**
	 * The first index that was not sent yet. Invariant: it lies above the match index.
	 */
	long nextIndex;

	/** Up to where the peer's log equals the leader's and is durable there. */
	long matchIndex;

	/** The last index that was sent, however often. */
	private long sentIndex;

	private long lastAppendNanos;

	/** Since when the peer has owed the next acknowledgement. */
	private long owesSinceNanos = OWES_NOTHING;

	/** The commit index the peer was last told. */
	long toldCommit;

	/** A probe was sent and is not answered. */
	boolean probing;

	/** Entries for the peer are being read from disk. */
	boolean reading;

	/** The last request of this term that the peer has answered. */
	long answeredSequence;

	/** Refusals of requests up to this one speak of a log that has changed since. */
	long outdatedSequence;

	/**
	 * When the latest request was sent that the peer has answered; the beginning of the
	 * term if it did not yet. An answer may have waited for longer than this leader was
	 * paused (R11).
	 */
	long contactNanos;

	/** Whether the peer has answered in this term at all. */
	boolean everAnswered;

	/** Until when the peer promised to vote for nobody else, by this node's clock. */
	long leaseEndNanos;

	/** How much room the peer said it has, {@code null} if it did not yet (R29). */
	@Nullable DiskSpace diskSpace;

	private final Deque<Sent> appends = new ArrayDeque<>();

	private final Deque<Sent> heartbeats = new ArrayDeque<>();

	private long inFlightBytes;

	/**
	 * The configuration entry without the peer, 0 as long as the peer is in the
	 * configuration.
	 */
	private long removedAtIndex;

	/** When it need not be told of its removal any more. */
	private long dismissalNanos;

	/** The request that tells the peer of its removal, 0 if none does yet. */
	private long farewellSequence;

	PeerProgress(Replica replica, long nextIndex, long nowNanos) {
		this.replica = replica;
		this.nodeId = replica.nodeId();
		this.nextIndex = nextIndex;
		this.contactNanos = nowNanos;
		this.leaseEndNanos = nowNanos;
	}

	int nodeId() {
		return this.nodeId;
	}

	/**
	 * The peer is no longer in the configuration. It has to be told, so that it does not
	 * wait for a leader in vain (R23, trap D17).
	 * @param index the configuration entry without it
	 * @param deadlineNanos when it need not be told any more
	 */
	void removed(long index, long deadlineNanos) {
		if (this.removedAtIndex == 0) {
			this.removedAtIndex = index;
			this.dismissalNanos = deadlineNanos;
		}
	}

	boolean isRemoved() {
		return this.removedAtIndex > 0;
	}

	/** Return whether the peer is no longer in the configuration and need not be told. */
	boolean isDismissed(long nowNanos) {
		boolean told = this.farewellSequence > 0 && this.answeredSequence >= this.farewellSequence;
		return isRemoved() && (told || this.dismissalNanos - nowNanos <= 0);
	}

	/** The peer was told how far the log is committed. */
	void told(long commitIndex, long sequence) {
		this.toldCommit = commitIndex;
		if (isRemoved() && this.farewellSequence == 0 && commitIndex >= this.removedAtIndex
				&& this.matchIndex >= this.removedAtIndex) {
			this.farewellSequence = sequence;
		}
	}

	/**
	 * Begin again to find out where the logs part.
	 * @param lastSequence the last request that was sent: what is under way may still
	 * arrive and be answered, but says nothing new
	 */
	void probe(long lastSequence) {
		this.state = PeerState.PROBE;
		this.outdatedSequence = lastSequence;
		this.probing = false;
		this.appends.clear();
		this.inFlightBytes = 0;
	}

	/** What the peer needs next is not in the log any more (R22, trap P21). */
	void needSnapshot(long lastSequence) {
		probe(lastSequence);
		this.state = PeerState.SNAPSHOT;
	}

	void disconnected(long lastSequence) {
		probe(lastSequence);
		this.state = PeerState.DISCONNECTED;
		this.heartbeats.clear();
	}

	boolean windowOpen(int windowMessages, long windowBytes) {
		return this.appends.size() < windowMessages && this.inFlightBytes < windowBytes;
	}

	/**
	 * Return whether there is nothing to tell the peer, or no way to do so. What becomes
	 * of the link is told by events of its own.
	 */
	boolean isUpToDate(long lastIndex, long commitIndex) {
		return !isRemoved() && (this.state == PeerState.DISCONNECTED || (this.state == PeerState.PIPELINE
				&& this.matchIndex == lastIndex && this.toldCommit == commitIndex && nothingInFlight()));
	}

	boolean nothingInFlight() {
		return this.appends.isEmpty();
	}

	void sentAppend(long sequence, long nowNanos, int sizeBytes) {
		this.appends.addLast(new Sent(sequence, nowNanos, sizeBytes));
		this.lastAppendNanos = nowNanos;
		this.inFlightBytes += sizeBytes;
	}

	void sentHeartbeat(long sequence, long nowNanos) {
		if (this.heartbeats.size() == MAX_HEARTBEATS_IN_FLIGHT) {
			this.heartbeats.removeFirst();
		}
		this.heartbeats.addLast(new Sent(sequence, nowNanos, 0));
	}

	/** Entries were sent, perhaps not for the first time. */
	void sentEntries(long lastIndex, long nowNanos) {
		this.sentIndex = Math.max(this.sentIndex, lastIndex);
		if (this.owesSinceNanos == OWES_NOTHING && this.sentIndex > this.matchIndex) {
			this.owesSinceNanos = nowNanos;
		}
	}

	/** The log of the peer is durable further than before. */
	void matched(long index, long nowNanos) {
		this.matchIndex = index;
		this.nextIndex = Math.max(this.nextIndex, index + 1);
		this.owesSinceNanos = (index >= this.sentIndex) ? OWES_NOTHING : nowNanos;
	}

	/**
	 * Return whether the peer answers, and has made durable what it was sent, unless it
	 * waits for this node to send it once more.
	 * @param patienceNanos how long either may take
	 */
	boolean keepsUp(long nowNanos, long patienceNanos) {
		return this.state != PeerState.DISCONNECTED && this.everAnswered && nowNanos - this.contactNanos < patienceNanos
				&& (this.owesSinceNanos == OWES_NOTHING || waitsForTheDiskHere()
						|| nowNanos - this.owesSinceNanos < patienceNanos);
	}

	/** What got lost on its way is read here once more, or comes with a snapshot. */
	private boolean waitsForTheDiskHere() {
		return this.state == PeerState.SNAPSHOT || (this.reading && nothingInFlight());
	}

	/**
	 * Return whether an answer may have got lost. A peer answers twice when it has what
	 * was sent, but not durably yet, so one may be missing with nothing in flight.
	 * @param patienceNanos how long an answer may take
	 */
	boolean missesAnswer(long nowNanos, long patienceNanos) {
		Sent oldest = this.appends.peekFirst();
		if (oldest != null) {
			return nowNanos - oldest.sentNanos() > patienceNanos;
		}
		return this.state == PeerState.PIPELINE && !this.reading && this.matchIndex < this.nextIndex - 1
				&& nowNanos - this.lastAppendNanos > patienceNanos;
	}

	/** An append and all before it are answered. */
	void answeredAppends(long sequence, long promiseNanos) {
		while (!this.appends.isEmpty() && this.appends.getFirst().sequence() <= sequence) {
			Sent sent = this.appends.removeFirst();
			this.inFlightBytes -= sent.sizeBytes();
			if (sent.sequence() == sequence) {
				promisedSince(sent.sentNanos(), promiseNanos);
			}
		}
	}

	void answeredHeartbeat(long sequence, long promiseNanos) {
		while (!this.heartbeats.isEmpty() && this.heartbeats.getFirst().sequence() <= sequence) {
			Sent sent = this.heartbeats.removeFirst();
			if (sent.sequence() == sequence) {
				promisedSince(sent.sentNanos(), promiseNanos);
			}
		}
	}

	/** Any answer in this term, to a request of this term. */
	void answered(long sequence) {
		this.answeredSequence = Math.max(this.answeredSequence, sequence);
		this.everAnswered = true;
		inContactSince(this.appends, sequence);
		inContactSince(this.heartbeats, sequence);
	}

	private void inContactSince(Deque<Sent> requests, long answered) {
		for (Sent sent : requests) {
			if (sent.sequence() >= answered) {
				if (sent.sequence() == answered) {
					this.contactNanos = Math.max(this.contactNanos, sent.sentNanos());
				}
				return;
			}
		}
	}

	/**
	 * The promise began when the peer received the request, which was not before it was
	 * sent; a tenth is kept back for clocks that run differently (R17).
	 */
	private void promisedSince(long sentNanos, long promiseNanos) {
		this.leaseEndNanos = Math.max(this.leaseEndNanos, sentNanos + promiseNanos / 10 * 9);
	}

	private record Sent(long sequence, long sentNanos, int sizeBytes) {

	}

}
