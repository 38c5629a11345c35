package io.dongting.spring.autoconfigure.leader;

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
 * the group or the end of the subscription: both wait for the call that is under way.
 */
class LeadershipSubscription implements RaftGroupListener, Subscription {

	private static final Logger logger = LoggerFactory.getLogger(LeadershipSubscription.class);

	private final String group;

	private final LeaderCandidate candidate;

	private final Consumer<LeadershipSubscription> onClose;

	/** What was granted and not revoked; 0 if nothing is. */
	private long grantedToken;

	private boolean closed;

	LeadershipSubscription(String group, LeaderCandidate candidate, Consumer<LeadershipSubscription> onClose) {
		this.group = group;
		this.candidate = candidate;
		this.onClose = onClose;
	}

	@Override
	public synchronized void leadershipGained(GroupStatus status, long fencingToken) {
		if (!this.closed && status.group().equals(this.group)) {
			this.grantedToken = fencingToken;
			this.candidate.onGranted(fencingToken);
		}
	}

	@Override
	public synchronized void leadershipLost(GroupStatus status, long fencingToken) {
		if (status.group().equals(this.group)) {
			revoke();
		}
	}

	private void revoke() {
		long token = this.grantedToken;
		if (token != 0) {
			this.grantedToken = 0;
			this.candidate.onRevoked(token);
		}
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.onClose.accept(this);
		try {
			revoke();
		}
		catch (RuntimeException ex) {
			logger.error("A candidate for the leadership of group '{}' failed: {}", this.group, this.candidate, ex);
		}
	}

	/**
	 * Return when nothing runs any more that this subscription has begun.
	 * @return completed when it has ended
	 */
	CompletableFuture<@Nullable Void> ended() {
		return (this.candidate instanceof LeaderTaskRunner runner) ? runner.ended()
				: CompletableFuture.completedFuture(null);
	}

}
