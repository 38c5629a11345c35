package io.dongting.raft.server;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.core.meter.GroupMeters;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a server by their names, in the order in which they came, and by their
 * ids for messages, with those who are told what changes in them. Read by any thread,
 * changed by one at a time.
 */
final class HostedGroups {

	private final MessageDelivery delivery;

	private final GroupListeners listeners;

	private final GroupMeters.Source meters;

	private volatile Map<String, RaftGroupImpl> groups = Collections.emptyMap();

	HostedGroups(MessageDelivery delivery, GroupListeners listeners, GroupMeters.Source meters) {
		this.delivery = delivery;
		this.listeners = listeners;
		this.meters = meters;
	}

	@Nullable RaftGroupImpl find(String name) {
		return this.groups.get(name);
	}

	@Nullable RaftGroupImpl withId(int groupId) {
		return all().stream().filter((group) -> group.groupId() == groupId).findFirst().orElse(null);
	}

	Collection<RaftGroupImpl> all() {
		return this.groups.values();
	}

	Collection<String> names() {
		return this.groups.keySet();
	}

	/** Show and measure a group; messages get to it if no other has its id. */
	void add(RaftGroupImpl group) {
		group.measureWith(this.meters.of(group, group.config().options()));
		if (withId(group.groupId()) == null) {
			this.delivery.add(group);
		}
		Map<String, RaftGroupImpl> changed = new LinkedHashMap<>(this.groups);
		changed.put(group.name(), group);
		this.groups = Collections.unmodifiableMap(changed);
		this.listeners.watch(group);
	}

	void remove(RaftGroupImpl group) {
		this.delivery.remove(group);
		this.listeners.forget(group);
		Map<String, RaftGroupImpl> changed = new LinkedHashMap<>(this.groups);
		changed.remove(group.name(), group);
		this.groups = Collections.unmodifiableMap(changed);
		group.meters().close();
	}

	/** The server is closed: nobody wants to know any more. */
	void closeMeters() {
		all().forEach((group) -> group.meters().close());
	}

	/**
	 * Let other nodes lead.
	 * @return completed when all groups have another leader, or it was given up
	 */
	CompletableFuture<Void> handOver() {
		return ofAll(RaftGroupImpl::handOver);
	}

	/**
	 * Stop all groups.
	 * @return completed when none of them runs any more
	 */
	CompletableFuture<Void> stop() {
		return ofAll(RaftGroupImpl::stop);
	}

	private CompletableFuture<Void> ofAll(Function<RaftGroupImpl, CompletionStage<Void>> action) {
		return CompletableFuture.allOf(all().stream()
			.map((group) -> action.apply(group).toCompletableFuture())
			.toArray(CompletableFuture[]::new));
	}

}
