package io.dongting.raft.core.state;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.GroupStatus.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this replica works, and if not, why. A failure stays until the process
 * restarts.
 */
public final class Health {

	private static final Logger log = LoggerFactory.getLogger(Health.class);

	private final GroupContext context;

	private final List<Runnable> failureListeners = new ArrayList<>();

	private Condition condition = Condition.STARTING;

	private @Nullable String detail;

	public Health(GroupContext context) {
		this.context = context;
	}

	/**
	 * Register somebody who has to stop when the replica fails.
	 * @param listener called after the failure is known, and once more if a worse one
	 * follows
	 */
	public void onFailure(Runnable listener) {
		this.failureListeners.add(listener);
	}

	public Condition condition() {
		return this.condition;
	}

	public @Nullable String detail() {
		return this.detail;
	}

	/**
	 * Return whether this replica may acknowledge and vote: its disk has not failed, and
	 * nothing else has that its word depends on.
	 * @return whether it may
	 */
	public boolean mayAcknowledge() {
		return switch (this.condition) {
			case NOT_HOSTED, STORAGE_FAILED, INVARIANT_VIOLATED, STOPPED -> false;
			case STARTING, BOOTSTRAPPING, RUNNING, REFILLING, NOT_IN_CONFIG, APPLY_FAILED -> true;
		};
	}

	/**
	 * Return whether this replica may ask to be elected: it could do what a leader does.
	 * @return whether it may
	 */
	public boolean mayLead() {
		return this.condition == Condition.RUNNING;
	}

	/**
	 * Return whether this replica has a state of the group to show, however old.
	 * @return whether it has
	 */
	public boolean mayServe() {
		return this.condition == Condition.RUNNING;
	}

	public boolean failed() {
		return switch (this.condition) {
			case STORAGE_FAILED, INVARIANT_VIOLATED, APPLY_FAILED -> true;
			case STARTING, BOOTSTRAPPING, RUNNING, REFILLING, NOT_HOSTED, NOT_IN_CONFIG, STOPPED -> false;
		};
	}

	/**
	 * Go on to another condition, unless the replica has failed already.
	 * @param next the condition
	 * @param detail a sentence for people, or {@code null}
	 */
	public void become(Condition next, @Nullable String detail) {
		if (!failed() && this.condition != Condition.STOPPED) {
			if (detail != null && !detail.equals(this.detail)) {
				log.warn("{}: {}", this.context, detail);
			}
			this.condition = next;
			this.detail = detail;
		}
	}

	/**
	 * The group is being stopped: nothing is acknowledged any more. A failure that had
	 * ended that before is still what is told.
	 */
	public void stop() {
		if (mayAcknowledge()) {
			this.condition = Condition.STOPPED;
			this.detail = null;
		}
	}

	/**
	 * The disk failed: nothing is acknowledged any more (R26).
	 * @param cause what happened
	 */
	public void storageFailed(Throwable cause) {
		fail(Condition.STORAGE_FAILED, "The disk failed, nothing is acknowledged until a restart: " + cause, cause);
	}

	/**
	 * An entry could not be applied: nothing is applied any more.
	 * @param cause what happened
	 */
	public void applyFailed(Throwable cause) {
		fail(Condition.APPLY_FAILED, "The state machine failed, nothing is applied until a restart: " + cause, cause);
	}

	/**
	 * Something that cannot happen did: whatever this replica believes may be wrong.
	 * @param cause what happened
	 */
	public void invariantViolated(Throwable cause) {
		fail(Condition.INVARIANT_VIOLATED,
				"A rule of the protocol is broken, this node takes no further part: " + cause, cause);
	}

	/**
	 * A replica that only applies nothing more goes on to acknowledge, until its disk
	 * fails too (R26).
	 */
	private void fail(Condition failure, String description, Throwable cause) {
		boolean worse = !failed() || (this.condition == Condition.APPLY_FAILED && failure != Condition.APPLY_FAILED);
		if (worse && this.condition != Condition.STOPPED) {
			log.error("{}: {}", this.context, description, cause);
			this.condition = failure;
			this.detail = description;
			this.failureListeners.forEach(Runnable::run);
		}
	}

}
