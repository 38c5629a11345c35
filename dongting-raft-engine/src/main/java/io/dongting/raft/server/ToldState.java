package io.dongting.raft.server;

import java.util.SortedSet;
import java.util.function.Consumer;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroupListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one listener knows of one group; tells it what is new. Used by one thread at a
 * time.
 */
final class ToldState {

	private static final Logger log = LoggerFactory.getLogger(ToldState.class);

	private final RaftGroupListener listener;

	/**
	 * Of the leadership that was told as gained and not yet as lost; 0 if there is none.
	 */
	private long fencingToken;

	private boolean ready;

	private boolean storageFailed;

	/**
	 * {@code null} until a configuration was found, or it was found that there is none.
	 */
	private @Nullable Sets configuration;

	ToldState(RaftGroupListener listener) {
		this.listener = listener;
	}

	boolean isOf(RaftGroupListener other) {
		return this.listener == other;
	}

	/**
	 * Tell what has changed. The end of a leadership comes first, its beginning last, so
	 * that whoever leads knows everything else.
	 * @param status the group as it is now
	 */
	void tell(GroupStatus status) {
		long ended = this.fencingToken;
		if (ended != 0 && ended != status.fencingToken()) {
			this.fencingToken = 0;
			call(status, (listener) -> listener.leadershipLost(status, ended));
		}
		boolean failed = status.condition() == Condition.STORAGE_FAILED;
		if (failed && !this.storageFailed) {
			this.storageFailed = true;
			call(status, (listener) -> listener.storageFailed(status));
		}
		tellReadiness(status);
		tellConfiguration(status);
		if (this.fencingToken != status.fencingToken()) {
			this.fencingToken = status.fencingToken();
			call(status, (listener) -> listener.leadershipGained(status, status.fencingToken()));
		}
	}

	private void tellReadiness(GroupStatus status) {
		boolean readyNow = status.ready() && status.condition() == Condition.RUNNING;
		if (readyNow != this.ready) {
			this.ready = readyNow;
			call(status, (listener) -> {
				if (readyNow) {
					listener.becameReady(status);
				}
				else {
					listener.becameUnready(status);
				}
			});
		}
	}

	/** Before a group runs, its status shows the members it was given. */
	private void tellConfiguration(GroupStatus status) {
		boolean known = switch (status.condition()) {
			case RUNNING, NOT_IN_CONFIG, APPLY_FAILED -> true;
			case STARTING, BOOTSTRAPPING, REFILLING, NOT_HOSTED, STORAGE_FAILED, INVARIANT_VIOLATED, STOPPED -> false;
		};
		if (known) {
			Sets before = this.configuration;
			Sets now = Sets.of(status);
			this.configuration = now;
			if (before != null && !before.equals(now)) {
				call(status, (listener) -> listener.configurationChanged(status));
			}
		}
	}

	/** Whatever a listener throws harms neither the group nor the other listeners. */
	private void call(GroupStatus status, Consumer<RaftGroupListener> event) {
		try {
			event.accept(this.listener);
		}
		catch (Throwable ex) {
			log.error("A listener of group '{}' on node {} failed: {}", status.group(), status.nodeId(), this.listener,
					ex);
		}
	}

	private record Sets(SortedSet<Integer> members, SortedSet<Integer> observers, SortedSet<Integer> preparedMembers,
			SortedSet<Integer> preparedObservers) {

		static Sets of(GroupStatus status) {
			return new Sets(status.members(), status.observers(), status.preparedMembers(), status.preparedObservers());
		}

	}

}
