package io.dongting.spring.autoconfigure.leader;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.leader.LeaderCandidate;
import io.dongting.spring.leader.LeaderTask;
import io.dongting.spring.leader.RaftLeadership;
import io.dongting.spring.leader.RaftLeaderships;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * The leaderships of the groups of a server. When the application begins to stop, all
 * that was granted is revoked and what runs is waited for, while everything it may call
 * is still there.
 */
class GroupLeaderships implements RaftLeaderships, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(GroupLeaderships.class);

	private final RaftServer server;

	private final RaftGroups groups;

	/** Those that are open, and those closed whose work has not ended yet. */
	private final Set<LeadershipSubscription> subscriptions = new LinkedHashSet<>();

	private volatile boolean running;

	GroupLeaderships(RaftServer server, RaftGroups groups) {
		this.server = server;
		this.groups = groups;
	}

	@Override
	public RaftLeadership group(String group) {
		return new GroupLeadership(this.groups.get(group).name());
	}

	private OptionalLong fencingToken(String name) {
		RaftGroup group = this.groups.find(name).orElse(null);
		long token = (group != null) ? group.status().fencingToken() : 0;
		return (token != 0) ? OptionalLong.of(token) : OptionalLong.empty();
	}

	private LeadershipSubscription subscribe(String group, LeaderCandidate candidate) {
		LeadershipSubscription subscription = new LeadershipSubscription(group, candidate, this::closed);
		synchronized (this.subscriptions) {
			this.subscriptions.add(subscription);
		}
		this.server.addListener(subscription);
		return subscription;
	}

	private void closed(LeadershipSubscription subscription) {
		this.server.removeListener(subscription);
		subscription.ended().thenRun(() -> forget(subscription));
	}

	private void forget(LeadershipSubscription subscription) {
		synchronized (this.subscriptions) {
			this.subscriptions.remove(subscription);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		closeAll().join();
	}

	@Override
	public void stop(Runnable callback) {
		closeAll().whenComplete((ended, failure) -> {
			if (failure != null) {
				logger.warn("What runs only on the leader could not be ended", failure);
			}
			callback.run();
		});
	}

	private CompletableFuture<Void> closeAll() {
		this.running = false;
		List<LeadershipSubscription> closing;
		synchronized (this.subscriptions) {
			closing = List.copyOf(this.subscriptions);
		}
		closing.forEach(LeadershipSubscription::close);
		return CompletableFuture
			.allOf(closing.stream().map(LeadershipSubscription::ended).toArray(CompletableFuture[]::new));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * One group, asked for anew each time.
	 */
	private final class GroupLeadership implements RaftLeadership {

		private final String group;

		GroupLeadership(String group) {
			this.group = group;
		}

		@Override
		public String group() {
			return this.group;
		}

		@Override
		public OptionalLong fencingToken() {
			return GroupLeaderships.this.fencingToken(this.group);
		}

		@Override
		public Subscription subscribe(LeaderCandidate candidate) {
			return GroupLeaderships.this.subscribe(this.group, candidate);
		}

		@Override
		public Subscription runWhileLeading(LeaderTask task) {
			return subscribe(new LeaderTaskRunner(this.group, task));
		}

		@Override
		public String toString() {
			return "RaftLeadership[" + this.group + "]";
		}

	}

}
