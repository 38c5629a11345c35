package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.HostPort;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;

/**
 * The transport of a server, which lets the heartbeats of its groups wait a moment for
 * each other: those to one node go as one message, and so do the answers (R15). How many
 * messages that takes does not depend on how many groups there are.
 *
 * <p>
 * Each record of such a message was put in by its group, with its own term, sequence and
 * identities, and is answered by the group that receives it; here nothing is looked at.
 * The moment is over when nobody has anything to add any more: hundreds of groups take
 * some milliseconds to come round, more on a machine that has other things to do. It is
 * short against a heartbeat interval, and only shortens what a lease rests on.
 * Thread-safe: groups of several dispatchers put in their records.
 */
final class SharedHeartbeats implements Transport {

	/** Who adds nothing for so long has nothing to add. */
	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/** Whoever was first waits no longer than this, however many come after. */
	private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** An answer that waits for a disk keeps the others no longer than this. */
	private static final long ANSWERING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	/** What no dispatcher comes to send for so long is dropped. */
	private static final int MAX_WAITING = 10_000;

	private final Transport carrier;

	private final MessageDelivery delivery;

	private final FiberGroup fibers;

	/** Guards itself. */
	private final Map<Integer, List<Message>> waiting = new TreeMap<>();

	/** How many records have ever waited; guarded by the map. */
	private long added;

	// These belong to the fibers: since when records wait, and how many there were.

	private long sinceNanos;

	private long addedBefore;

	/**
	 * Create the transport.
	 * @param carrier sends what has gathered
	 * @param delivery knows whether there are several groups
	 * @param fibers where the moments are waited for
	 */
	SharedHeartbeats(Transport carrier, MessageDelivery delivery, FiberGroup fibers) {
		this.carrier = carrier;
		this.delivery = delivery;
		this.fibers = fibers;
	}

	@Override
	public boolean sendSoon(int nodeId, Message request) {
		if (!this.delivery.hasSeveralGroups()) {
			return this.carrier.send(nodeId, request);
		}
		boolean first;
		synchronized (this.waiting) {
			first = this.waiting.isEmpty();
			List<Message> records = this.waiting.computeIfAbsent(nodeId, (id) -> new ArrayList<>());
			if (records.size() >= MAX_WAITING) {
				return false;
			}
			records.add(request);
			this.added++;
		}
		if (first && !this.fibers.execute(this::begin)) {
			flush();
		}
		return true;
	}

	private void begin() {
		this.sinceNanos = this.fibers.clock().nanoTime();
		this.addedBefore = countAdded();
		this.fibers.schedule(PAUSE_NANOS, this::look);
	}

	private void look() {
		long addedNow = countAdded();
		boolean more = addedNow > this.addedBefore;
		this.addedBefore = addedNow;
		if (more && this.fibers.clock().nanoTime() - this.sinceNanos < LONGEST_NANOS) {
			this.fibers.schedule(PAUSE_NANOS, this::look);
		}
		else {
			flush();
		}
	}

	private long countAdded() {
		synchronized (this.waiting) {
			return this.added;
		}
	}

	private void flush() {
		Map<Integer, List<Message>> ready;
		synchronized (this.waiting) {
			ready = new TreeMap<>(this.waiting);
			this.waiting.clear();
		}
		ready.forEach(this.carrier::sendAll);
	}

	/**
	 * Gather the answers to requests that came as one message.
	 * @param count how many requests there are
	 * @param answers takes the answers
	 * @return takes each of the answers
	 */
	AnswerSink gather(int count, AnswerSink answers) {
		GatheredAnswers gathered = new GatheredAnswers(count, answers);
		this.fibers.execute(() -> flushLater(gathered));
		return gathered;
	}

	private void flushLater(GatheredAnswers gathered) {
		this.fibers.schedule(ANSWERING_NANOS, () -> {
			if (gathered.flush()) {
				flushLater(gathered);
			}
		});
	}

	@Override
	public void start(TransportListener listener) {
		this.carrier.start(listener);
	}

	@Override
	public void connect(int nodeId, HostPort address) {
		this.carrier.connect(nodeId, address);
	}

	@Override
	public CompletionStage<Void> disconnect(int nodeId) {
		return this.carrier.disconnect(nodeId);
	}

	@Override
	public boolean send(int nodeId, Message request) {
		return this.carrier.send(nodeId, request);
	}

	@Override
	public boolean sendAll(int nodeId, List<Message> requests) {
		return this.carrier.sendAll(nodeId, requests);
	}

	@Override
	public void close() {
		this.carrier.close();
	}

}
