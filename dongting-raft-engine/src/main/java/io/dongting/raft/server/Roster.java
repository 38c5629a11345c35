package io.dongting.raft.server;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

import io.dongting.raft.HostPort;

/**
 * The groups and nodes that were added while the server ran, and the data that is being
 * set aside. Kept on disk, see {@link RosterFile}; each change makes a new one.
 *
 * @param groups the groups by name
 * @param nodes the addresses by node id
 * @param settingAside the directories below {@code groups} that are to get another name,
 * with that name; empty but for the moment in which it is done
 * @param removals how many groups were ever removed: makes names that are never used
 * again
 */
record Roster(SortedMap<String, Group> groups, SortedMap<Integer, HostPort> nodes,
		SortedMap<String, String> settingAside, long removals) {

	static final Roster EMPTY = new Roster(Collections.emptySortedMap(), Collections.emptySortedMap(),
			Collections.emptySortedMap(), 0);

	Roster {
		groups = Collections.unmodifiableSortedMap(groups);
		nodes = Collections.unmodifiableSortedMap(nodes);
		settingAside = Collections.unmodifiableSortedMap(settingAside);
	}

	Roster withGroup(String name, Group group) {
		return new Roster(with(this.groups, name, group), this.nodes, this.settingAside, this.removals);
	}

	Roster withoutGroup(String name) {
		return new Roster(without(this.groups, name), this.nodes, this.settingAside, this.removals);
	}

	/** Without a group, whose data is to be set aside. */
	Roster withRemoval(String name) {
		long removal = this.removals + 1;
		return new Roster(without(this.groups, name), this.nodes,
				with(this.settingAside, name, name + ".removed-" + removal), removal);
	}

	Roster withNothingToSetAside() {
		return new Roster(this.groups, this.nodes, Collections.emptySortedMap(), this.removals);
	}

	Roster withNode(int nodeId, HostPort address) {
		return new Roster(this.groups, with(this.nodes, nodeId, address), this.settingAside, this.removals);
	}

	Roster withoutNode(int nodeId) {
		return new Roster(this.groups, without(this.nodes, nodeId), this.settingAside, this.removals);
	}

	private static <K extends Comparable<K>, V> SortedMap<K, V> with(SortedMap<K, V> map, K key, V value) {
		TreeMap<K, V> changed = new TreeMap<>(map);
		changed.put(key, value);
		return changed;
	}

	private static <K extends Comparable<K>, V> SortedMap<K, V> without(SortedMap<K, V> map, K key) {
		TreeMap<K, V> changed = new TreeMap<>(map);
		changed.remove(key);
		return changed;
	}

	/**
	 * A group as it was added. Its options are configuration and not kept.
	 *
	 * @param groupId its id
	 * @param members its first members
	 * @param observers its first observers
	 */
	record Group(int groupId, SortedSet<Integer> members, SortedSet<Integer> observers) {

	}

}
