package io.dongting.spring.autoconfigure.leader;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupListener;
import io.dongting.spring.leader.LeaderCandidate;
import io.dongting.spring.leader.RaftLeadership.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a candidate of one group. Grants and revocations alternate whoever brings them,
 * the group or the end of the subscription. Nobody waits for a call that is under way:
 * who makes it also makes those that come meanwhile.
 */
class LeadershipSubscription implements RaftGroupListener, Subscription {

	private static final Logger logger = LoggerFactory.getLogger(LeadershipSubscription.class);

	private final String group;

	private final LeaderCandidate candidate;

	private final Consumer<LeadershipSubscription> onClose;

	/** To be made in this order. */
	private final Queue<Runnable> calls = new ArrayDeque<>();

	private final CompletableFuture<@Nullable Void> lastCall = new CompletableFuture<>();

	/** Whether some thread makes calls. */
	private boolean calling;

	/** What was granted and not revoked; 0 if nothing is. */
	private long grantedToken;

	private boolean closed;

	LeadershipSubscription(String group, LeaderCandidate candidate, Consumer<LeadershipSubscription> onClose) {
		this.group = group;
		this.candidate = candidate;
		this.onClose = onClose;
	}

	@Override
	public void leadershipGained(GroupStatus status, long fencingToken) {
		if (status.group().equals(this.group)) {
			grant(fencingToken);
			makeCalls();
		}
	}

	@Override
	public void leadershipLost(GroupStatus status, long fencingToken) {
		if (status.group().equals(this.group)) {
			revoke();
			makeCalls();
		}
	}

	@Override
	public void close() {
		if (end()) {
			this.onClose.accept(this);
			makeCalls();
		}
	}

	private synchronized void grant(long fencingToken) {
		if (!this.closed) {
			this.grantedToken = fencingToken;
			this.calls.add(() -> this.candidate.onGranted(fencingToken));
		}
	}

	private synchronized void revoke() {
		long token = this.grantedToken;
		if (token != 0) {
			this.grantedToken = 0;
			this.calls.add(() -> this.candidate.onRevoked(token));
		}
	}

	private synchronized boolean end() {
		boolean first = !this.closed;
		this.closed = true;
		revoke();
		return first;
	}

	private void makeCalls() {
		if (begin()) {
			for (Runnable call = next(); call != null; call = next()) {
				try {
					call.run();
				}
				catch (Throwable ex) {
					logger.error("A candidate for the leadership of group '{}' failed: {}", this.group, this.candidate,
							ex);
				}
			}
		}
	}

	private synchronized boolean begin() {
		boolean first = !this.calling;
		this.calling = true;
		return first;
	}

	private synchronized @Nullable Runnable next() {
		Runnable next = this.calls.poll();
		if (next == null) {
			this.calling = false;
			if (this.closed) {
				this.lastCall.complete(null);
			}
		}
		return next;
	}

	/**
	 * Return when all has ended that this subscription has begun.
	 * @return completed when it was closed, no call is under way and no work of a leader
	 */
	CompletableFuture<@Nullable Void> ended() {
		return (this.candidate instanceof LeaderTaskRunner runner)
				? this.lastCall.thenCompose((nothing) -> runner.ended()) : this.lastCall;
	}

}
