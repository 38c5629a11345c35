package io.dongting.spring.autoconfigure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
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

	/** More causes need not be told. */
	private static final int MOST_CAUSES = 16;

	/** What comes and goes with elections and load. */
	private static final Set<Reason> USUAL = EnumSet.of(Reason.NO_LEADER, Reason.NOT_LEADER, Reason.OVERLOADED,
			Reason.TIMED_OUT, Reason.SUPERSEDED);

	private static final String UNTOLD = "Group '{}' was not told what this node can apply, so new commands may be "
			+ "refused on every node. It is tried again until it works, and what else fails for this reason is not "
			+ "reported";

	private final String name;

	private final Supplier<@Nullable RaftGroup> group;

	private final Supplier<@Nullable TypedStateMachine> machine;

	private final Duration timeout;

	private final Executor later;

	/** How often attempts have failed of each cause since the last that did not. */
	private final Map<String, Integer> failures = new ConcurrentHashMap<>();

	private boolean underWay;

	private boolean again;

	GroupAnnouncement(String name, Supplier<@Nullable RaftGroup> group, Supplier<@Nullable TypedStateMachine> machine,
			Duration timeout) {
		this(name, group, machine, timeout, LATER);
	}

	/**
	 * Create the announcement.
	 * @param name the name of the group
	 * @param group where to find the group, none when it is gone
	 * @param machine where to find its state machine, none when that is gone
	 * @param timeout how long one attempt may take
	 * @param later runs the next attempt some time after one that failed
	 */
	GroupAnnouncement(String name, Supplier<@Nullable RaftGroup> group, Supplier<@Nullable TypedStateMachine> machine,
			Duration timeout, Executor later) {
		this.name = name;
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
		try {
			RaftGroup present = this.group.get();
			TypedStateMachine machine = this.machine.get();
			if (present == null || machine == null) {
				end();
				return;
			}
			present.read(ReadConsistency.STALE, this.timeout, () -> due(machine, present.status()))
				.thenCompose((due) -> due.map((body) -> submit(present, body))
					.orElseGet(() -> CompletableFuture.completedFuture(0L)))
				.whenComplete((done, failure) -> ended(failure));
		}
		catch (RuntimeException ex) {
			ended(ex);
		}
	}

	private static Optional<byte[]> due(TypedStateMachine machine, GroupStatus status) {
		SortedSet<Integer> members = new TreeSet<>();
		if (status.role() == RaftRole.LEADER) {
			members.addAll(status.members());
			members.addAll(status.preparedMembers());
		}
		return machine.announcement(status.nodeId(), members, status.term());
	}

	private CompletableFuture<Long> submit(RaftGroup present, byte[] body) {
		return present.submit(new RaftInput(body, this.timeout)).thenApply((output) -> {
			logger.debug("Group '{}' knows what this node can apply, as of index {}", this.name, output.index());
			return output.index();
		});
	}

	private void ended(@Nullable Throwable failure) {
		if (failure == null) {
			this.failures.clear();
			end();
			return;
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		Reason reason = (cause instanceof NotExecutedException refused) ? refused.reason() : null;
		if (reason == Reason.STOPPED || reason == Reason.NOT_IN_CONFIG) {
			// Another event will come, should the group ever work here again
			end();
			return;
		}
		warn(cause, reason);
		if (reason == Reason.TOO_LARGE) {
			end();
			return;
		}
		this.later.execute(this::attempt);
	}

	/**
	 * Once for each cause, however often it comes until an attempt succeeds, and not
	 * before the second time where it is as usual as an election.
	 */
	private void warn(Throwable cause, @Nullable Reason reason) {
		String kind = cause.getClass().getName() + ((reason != null) ? " " + reason : "");
		boolean usual = cause instanceof OutcomeUnknownException || (reason != null && USUAL.contains(reason));
		boolean known = this.failures.containsKey(kind) || this.failures.size() < MOST_CAUSES;
		int times = (known) ? this.failures.merge(kind, 1, Integer::sum) : Integer.MAX_VALUE;
		if (times != ((usual) ? 2 : 1)) {
			logger.debug("Group '{}' was not told what this node can apply", this.name, cause);
		}
		else if (reason == Reason.TOO_LARGE) {
			logger.warn("What this node can apply is too much for one entry of group '{}', so new commands are refused "
					+ "on every node: raise 'max-entry-bytes'", this.name, cause);
		}
		else if (usual) {
			logger.warn(UNTOLD + ": {}", this.name, cause.toString());
		}
		else {
			logger.warn(UNTOLD, this.name, cause);
		}
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
