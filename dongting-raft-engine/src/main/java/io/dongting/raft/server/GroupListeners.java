package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.dongting.raft.RaftGroupListener;
import io.dongting.raft.core.RaftGroupImpl;

/**
 * Who is told what changes in the groups of a server. Each group has a watch of its own,
 * so that a listener that blocks holds up nothing but what is heard of the same group.
 * Thread-safe; no listener is called while the lock is held.
 */
final class GroupListeners {

	private final Executor executor;

	private final List<RaftGroupListener> listeners = new ArrayList<>();

	private final Map<RaftGroupImpl, GroupWatch> watches = new LinkedHashMap<>();

	/**
	 * Create the listeners of a server.
	 * @param executor calls them; they may block its threads
	 */
	GroupListeners(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Tell one more of all groups. What holds already it hears at once.
	 * @param listener the listener
	 */
	synchronized void add(RaftGroupListener listener) {
		this.listeners.add(listener);
		this.watches.values().forEach((watch) -> watch.add(listener));
	}

	synchronized void remove(RaftGroupListener listener) {
		this.listeners.removeIf((other) -> other == listener);
		this.watches.values().forEach((watch) -> watch.remove(listener));
	}

	synchronized void watch(RaftGroupImpl group) {
		GroupWatch watch = new GroupWatch(group::status, this.executor);
		this.watches.put(group, watch);
		this.listeners.forEach(watch::add);
		group.onStatusChange(watch::changed);
	}

	/** A group that is gone has told its end. */
	synchronized void forget(RaftGroupImpl group) {
		this.watches.remove(group);
	}

	/**
	 * Return when all listeners have heard what has happened so far.
	 * @return completed when they have
	 */
	synchronized CompletableFuture<Void> told() {
		return CompletableFuture
			.allOf(this.watches.values().stream().map(GroupWatch::told).toArray(CompletableFuture[]::new));
	}

	/** Return whether the thread that asks is just calling a listener. */
	synchronized boolean areCalling() {
		return this.watches.values().stream().anyMatch(GroupWatch::isCalling);
	}

}
