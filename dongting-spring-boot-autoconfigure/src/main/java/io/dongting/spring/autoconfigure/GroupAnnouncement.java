package io.dongting.spring.autoconfigure;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftRole;
import io.dongting.raft.ReadConsistency;
import io.dongting.spring.statemachine.TypedStateMachine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one group what this node can apply, for as long as it takes. Never more than one
 * announcement is under way. Thread-safe; nothing blocks.
 */
final class GroupAnnouncement {

	private static final Logger logger = LoggerFactory.getLogger(GroupAnnouncement.class);

	private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

	private final Supplier<Optional<RaftGroup>> group;

	private final TypedStateMachine machine;

	private final Duration timeout;

	private final Executor later;

	private boolean underWay;

	private boolean again;

	GroupAnnouncement(Supplier<Optional<RaftGroup>> group, TypedStateMachine machine, Duration timeout) {
		this(group, machine, timeout, LATER);
	}

	/**
	 * Create the announcement.
	 * @param group where to find the group, empty when it is gone
	 * @param machine the group's state machine
	 * @param timeout how long one attempt may take
	 * @param later runs the next attempt some time after one that failed
	 */
	GroupAnnouncement(Supplier<Optional<RaftGroup>> group, TypedStateMachine machine, Duration timeout,
			Executor later) {
		this.group = group;
		this.machine = machine;
		this.timeout = timeout;
		this.later = later;
	}

	/**
	 * Look whether the group has to be told, and tell it.
	 */
	void makeSure() {
		synchronized (this) {
			this.again = this.underWay;
			if (this.underWay) {
				return;
			}
			this.underWay = true;
		}
		attempt();
	}

	private void attempt() {
		RaftGroup present = this.group.get().orElse(null);
		if (present == null) {
			end();
			return;
		}
		try {
			present.read(ReadConsistency.STALE, this.timeout, () -> due(present.status()))
				.thenCompose((due) -> due.map((body) -> submit(present, body))
					.orElseGet(() -> CompletableFuture.completedFuture(0L)))
				.whenComplete((done, failure) -> ended(present.name(), failure));
		}
		catch (RuntimeException ex) {
			ended(present.name(), ex);
		}
	}

	private Optional<byte[]> due(GroupStatus status) {
		SortedSet<Integer> members = new TreeSet<>();
		if (status.role() == RaftRole.LEADER) {
			members.addAll(status.members());
			members.addAll(status.preparedMembers());
		}
		return this.machine.announcement(status.nodeId(), members);
	}

	private CompletableFuture<Long> submit(RaftGroup present, byte[] body) {
		return present.submit(new RaftInput(body, this.timeout)).thenApply((output) -> {
			logger.debug("Group '{}' knows what this node can apply, as of index {}", present.name(), output.index());
			return output.index();
		});
	}

	private void ended(String name, @Nullable Throwable failure) {
		if (failure == null || isFinal(failure)) {
			end();
			return;
		}
		logger.debug("Group '{}' was not told what this node can apply, and will be", name, failure);
		this.later.execute(this::attempt);
	}

	/** Another event will come, should the group ever work here again. */
	private static boolean isFinal(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (!(cause instanceof NotExecutedException refused)) {
			return false;
		}
		if (refused.reason() == Reason.TOO_LARGE) {
			logger.warn("What this node can apply is too much for one entry of the group: raise 'max-entry-bytes'",
					refused);
			return true;
		}
		return refused.reason() == Reason.STOPPED || refused.reason() == Reason.NOT_IN_CONFIG;
	}

	private void end() {
		synchronized (this) {
			if (!this.again) {
				this.underWay = false;
				return;
			}
			this.again = false;
		}
		attempt();
	}

}
