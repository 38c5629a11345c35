package io.dongting.raft.transport.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one peer, through all its attempts and all addresses of the peer. Attempts
 * follow one another: the next begins when the listener has heard of the end of the last.
 *
 * <p>
 * Everything but sending happens on one event loop, which is why there is no lock.
 */
final class Link {

	private static final Logger logger = LoggerFactory.getLogger(GrpcTransport.class);

	private final int nodeId;

	private final LinkContext context;

	private final ScheduledExecutorService loop;

	/** Where the peer is, {@code null} if no link to it is wanted. */
	private @Nullable HostPort target;

	private @Nullable LinkAttempt attempt;

	private @Nullable Future<?> retry;

	/** Attempts that ended since the last one that proved good. */
	private int failures;

	/** What was logged last, so that it is logged once and not every second. */
	private @Nullable String loggedReason;

	/** Done when no attempt is under way and none will follow. */
	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private boolean closing;

	/** Told when the attempt that is under way has ended. */
	private final List<CompletableFuture<Void>> disconnecting = new ArrayList<>();

	/** The attempt that takes requests. Written by callbacks, read by anyone. */
	private volatile @Nullable LinkAttempt open;

	Link(int nodeId, LinkContext context) {
		this.nodeId = nodeId;
		this.context = context;
		this.loop = context.threads().pick();
	}

	int nodeId() {
		return this.nodeId;
	}

	void connect(HostPort address) {
		execute(() -> retarget(address));
	}

	/**
	 * Open the link no more.
	 * @return done when there is no attempt under way
	 */
	CompletableFuture<Void> disconnect() {
		CompletableFuture<Void> ended = new CompletableFuture<>();
		if (this.context.threads().isClosed()) {
			ended.complete(null);
			return ended;
		}
		execute(() -> {
			retarget(null);
			if (this.attempt == null) {
				ended.complete(null);
			}
			else {
				this.disconnecting.add(ended);
			}
		});
		return ended;
	}

	/**
	 * End the link for good.
	 * @return done when it has ended
	 */
	CompletableFuture<Void> close() {
		execute(() -> {
			this.closing = true;
			retarget(null);
			completeClosing();
		});
		return this.closed;
	}

	/**
	 * The peer has just opened a connection to this node: it lives, so there is no point
	 * in waiting for the next try. If it is another process than the one at the other end
	 * of this link, that one is gone.
	 * @param startNumber the start of the peer that has opened the connection
	 */
	void peerIsThere(long startNumber) {
		execute(() -> {
			LinkAttempt current = this.attempt;
			if (current == null) {
				tryNow();
			}
			else if (current.isOpenToAnotherStartThan(startNumber)) {
				current.end(new LinkEnd(LinkEnd.Kind.LOST, "the node was started anew"));
			}
		});
	}

	/**
	 * Send a request, from any thread.
	 * @return whether it was taken
	 */
	boolean send(Message request) {
		return sendAll(List.of(request));
	}

	/**
	 * Send requests as one message, from any thread.
	 * @return whether they were taken
	 */
	boolean sendAll(List<Message> requests) {
		LinkAttempt current = this.open;
		return current != null && current.send(requests);
	}

	/** Called by an attempt, on a thread of its call, before the listener hears of it. */
	void opened(LinkAttempt attempt) {
		this.open = attempt;
		execute(() -> {
			this.loggedReason = null;
			logger.info("The link from node {} to node {} at {} is open", this.context.handshake().nodeId(),
					this.nodeId, attempt.address());
		});
	}

	/** Called by an attempt, on a thread of its call, before the listener hears of it. */
	void openEnded() {
		this.open = null;
	}

	/** Called by an attempt that has worked for a while. */
	void proved() {
		execute(() -> this.failures = 0);
	}

	/** Called by an attempt that is over, after the listener has heard of it. */
	void ended(LinkAttempt ended, LinkEnd end) {
		execute(() -> {
			this.attempt = null;
			this.disconnecting.forEach((waiting) -> waiting.complete(null));
			this.disconnecting.clear();
			completeClosing();
			if (this.target == null || !this.target.equals(ended.address())) {
				tryNow();
				return;
			}
			log(ended, end);
			retryLater(end);
		});
	}

	private void completeClosing() {
		if (this.closing && this.attempt == null) {
			this.closed.complete(null);
		}
	}

	private void retarget(@Nullable HostPort address) {
		if (this.closing && address != null) {
			return;
		}
		if (Objects.equals(address, this.target)) {
			return;
		}
		this.target = address;
		this.failures = 0;
		this.loggedReason = null;
		if (this.attempt != null) {
			this.attempt.end(new LinkEnd(LinkEnd.Kind.WANTED, "the link is no longer wanted"));
		}
		else {
			tryNow();
		}
	}

	private void tryNow() {
		if (this.retry != null) {
			this.retry.cancel(false);
			this.retry = null;
		}
		if (this.target != null && !this.closing) {
			this.attempt = new LinkAttempt(this, this.context, this.target, this.loop);
			this.attempt.start();
		}
	}

	private void retryLater(LinkEnd end) {
		LinkTiming timing = this.context.timing();
		long delayMillis = (end.kind() == LinkEnd.Kind.REFUSED) ? timing.longestRetry().toMillis()
				: timing.retryMillis(this.failures, ThreadLocalRandom.current().nextDouble());
		this.failures++;
		this.retry = this.loop.schedule(this::tryNow, delayMillis, TimeUnit.MILLISECONDS);
	}

	private void log(LinkAttempt ended, LinkEnd end) {
		if (end.reason().equals(this.loggedReason)) {
			return;
		}
		this.loggedReason = end.reason();
		String text = "There is no link from node {} to node {} at {}: {}";
		int self = this.context.handshake().nodeId();
		if (end.kind() == LinkEnd.Kind.REFUSED) {
			logger.error(text, self, this.nodeId, ended.address(), end.reason());
			this.context.gate().linkRefused(this.nodeId, end.reason());
		}
		else {
			logger.warn(text, self, this.nodeId, ended.address(), end.reason());
		}
	}

	/** What would still happen after the threads have been told to end does not. */
	private void execute(Runnable task) {
		if (!this.context.threads().isClosed()) {
			this.loop.execute(task);
		}
	}

}
