package io.dongting.fiber;

import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

/**
 * A span of life to which fibers are bound: a leadership term, a connection, the group.
 * Scopes form a tree. Cancelling a scope ends everything in it before the call returns,
 * so that whatever comes next finds nothing of the old. A scope that is not needed any
 * more has to be cancelled, or it stays in its parent. Used inside the group.
 */
public final class FiberScope {

	private final FiberGroup group;

	private final @Nullable FiberScope parent;

	private final String name;

	private final long sequence;

	// Concurrent maps only so that a dump may look at them from another thread.

	private final ConcurrentSkipListMap<Long, FiberScope> children = new ConcurrentSkipListMap<>();

	private final ConcurrentSkipListMap<Long, Fiber> fibers = new ConcurrentSkipListMap<>();

	private long lastSequence;

	private @Nullable String cancelReason;

	FiberScope(FiberGroup group, @Nullable FiberScope parent, String name) {
		this.group = group;
		this.parent = parent;
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.sequence = (parent != null) ? parent.nextSequence() : 0;
	}

	/**
	 * The name of this scope, as it appears in dumps.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The group to which this scope belongs.
	 * @return the group
	 */
	public FiberGroup group() {
		return this.group;
	}

	/**
	 * Create a scope that is cancelled with this one at the latest. The child of a
	 * cancelled scope is cancelled from the beginning.
	 * @param name the name, for dumps
	 * @return the scope
	 */
	public FiberScope newScope(String name) {
		this.group.checkInGroup("create a scope");
		FiberScope child = new FiberScope(this.group, this, name);
		if (this.cancelReason != null) {
			child.cancelReason = this.cancelReason;
		}
		else {
			this.children.put(child.sequence, child);
		}
		return child;
	}

	/**
	 * End everything in this scope: first the child scopes, then the fibers, of each the
	 * latest first. When this returns every {@code onFinally} has run; only the fiber
	 * that makes the call, if it is in this scope, ends when its running method returns.
	 * Cancelling again does nothing.
	 * @param reason why, for dumps
	 */
	public void cancel(String reason) {
		this.group.checkInGroup("cancel a scope");
		Objects.requireNonNull(reason, "'reason' must not be null");
		if (this.cancelReason != null) {
			return;
		}
		this.cancelReason = reason;
		for (FiberScope child : new ArrayList<>(this.children.descendingMap().values())) {
			child.cancel(reason);
		}
		for (Fiber fiber : new ArrayList<>(this.fibers.descendingMap().values())) {
			fiber.cancel(reason);
		}
		if (this.parent != null) {
			this.parent.children.remove(this.sequence);
		}
	}

	/**
	 * Whether this scope has been cancelled.
	 * @return whether fibers started in it end at once
	 */
	public boolean isCancelled() {
		return this.cancelReason != null;
	}

	/**
	 * Why this scope was cancelled.
	 * @return the reason, {@code null} if it was not
	 */
	public @Nullable String cancelReason() {
		return this.cancelReason;
	}

	@Override
	public String toString() {
		return "FiberScope[" + path() + " of " + this.group.name() + "]";
	}

	String path() {
		return (this.parent != null) ? this.parent.path() + "/" + this.name : this.name;
	}

	Iterable<FiberScope> children() {
		return this.children.values();
	}

	Iterable<Fiber> fibers() {
		return this.fibers.values();
	}

	FiberScope ownedBy(FiberGroup expected) {
		if (this.group != expected) {
			throw new IllegalArgumentException("Scope '" + path() + "' belongs to group '" + this.group.name()
					+ "', not to '" + expected.name() + "'");
		}
		return this;
	}

	long nextSequence() {
		return ++this.lastSequence;
	}

	void add(Fiber fiber) {
		this.fibers.put(fiber.sequence(), fiber);
	}

	void remove(Fiber fiber) {
		this.fibers.remove(fiber.sequence());
	}

}
