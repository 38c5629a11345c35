package io.dongting.raft.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.dongting.raft.core.GroupFacts;
import io.dongting.raft.transport.HostedGroup;
import org.jspecify.annotations.Nullable;

/**
 * What one other node has said of the groups it hosts. Thread-safe.
 */
final class PeerView {

	private final Map<Integer, HostedGroup> hosted = new ConcurrentHashMap<>();

	/** By the numbers of groups. Guarded by this object. */
	private final TreeMap<Integer, Speakers> speakers = new TreeMap<>();

	private final ConcurrentSkipListSet<Integer> missing = new ConcurrentSkipListSet<>();

	private final LongSupplier nanoTime;

	/** How often what it hosts has changed. */
	private final AtomicLong changes = new AtomicLong();

	private volatile @Nullable Verdict verdict;

	PeerView(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Return what it hosts under a number.
	 * @param groupId the number
	 * @return the group, {@code null} if nothing was said of one
	 */
	@Nullable HostedGroup hosted(int groupId) {
		return this.hosted.get(groupId);
	}

	/** Return what it hosts, by the numbers. */
	Collection<HostedGroup> hosted() {
		return new TreeMap<>(this.hosted).values();
	}

	/**
	 * Return whether all that it hosts is the same here. Asked for every message, so it
	 * is found out anew only when something has changed on either side.
	 * @param changesHere how often the groups here have changed
	 * @param sameHere finds out whether a group is the same here
	 */
	boolean fits(long changesHere, Predicate<HostedGroup> sameHere) {
		long changesThere = this.changes.get();
		Verdict last = this.verdict;
		if (last == null || last.changesHere() != changesHere || last.changesThere() != changesThere) {
			last = new Verdict(changesHere, changesThere, this.hosted.values().stream().allMatch(sameHere));
			this.verdict = last;
		}
		return last.fits();
	}

	/** Return the ids of those it was asked about and hosts nothing of. */
	SortedSet<Integer> missing() {
		return this.missing;
	}

	/**
	 * Return which replicas of a group speak in turn, both in the name of this node.
	 * @param groupId the number of the group
	 * @return two, or none if there is one only
	 */
	synchronized Set<UUID> inTurn(int groupId) {
		Speakers heard = this.speakers.get(groupId);
		return (heard != null) ? heard.inTurn(this.nanoTime.getAsLong()) : Set.of();
	}

	/** It speaks of a group. A name stands for one group of a node only. */
	synchronized void says(HostedGroup group) {
		boolean moved = this.hosted.values()
			.removeIf((other) -> other.name().equals(group.name()) && other.groupId() != group.groupId());
		boolean changed = !group.equals(this.hosted.put(group.groupId(), group));
		if (moved || changed) {
			this.changes.incrementAndGet();
		}
		this.missing.remove(group.groupId());
		UUID replica = group.replica();
		if (replica != null) {
			this.speakers.computeIfAbsent(group.groupId(), (id) -> new Speakers())
				.heard(replica, this.nanoTime.getAsLong());
		}
	}

	/**
	 * It speaks of a group of which nothing is hosted here: what was said before under
	 * that number is no longer true.
	 */
	synchronized void replaces(HostedGroup group) {
		this.hosted.remove(group.groupId());
		this.changes.incrementAndGet();
		this.speakers.remove(group.groupId());
	}

	/**
	 * It says all there is about a number and a name.
	 * @param asked the group here that has both
	 * @param groups what the node hosts under either
	 */
	synchronized void answers(GroupFacts asked, List<HostedGroup> groups) {
		this.hosted.values().removeIf((group) -> groups.stream().noneMatch(group::equals) && touches(asked, group));
		this.changes.incrementAndGet();
		groups.stream().filter((group) -> touches(asked, group)).forEach(this::says);
		if (groups.isEmpty()) {
			this.missing.add(asked.groupId());
		}
		else {
			this.missing.remove(asked.groupId());
		}
	}

	/**
	 * Forget what concerns no group that is hosted here any more.
	 * @param ids the numbers of those that are
	 * @param names their names
	 */
	synchronized void retain(Set<Integer> ids, Set<String> names) {
		if (this.hosted.values().removeIf((group) -> !ids.contains(group.groupId()) && !names.contains(group.name()))) {
			this.changes.incrementAndGet();
		}
		this.speakers.keySet().retainAll(ids);
		this.missing.retainAll(ids);
	}

	private static boolean touches(GroupFacts own, HostedGroup theirs) {
		return own.groupId() == theirs.groupId() || own.name().equals(theirs.name());
	}

	/** Holds as long as neither number has grown. */
	private record Verdict(long changesHere, long changesThere, boolean fits) {

	}

}
