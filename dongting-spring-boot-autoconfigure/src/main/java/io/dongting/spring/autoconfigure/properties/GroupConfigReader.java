package io.dongting.spring.autoconfigure.properties;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes the configurations of the groups out of the properties.
 */
public final class GroupConfigReader {

	private static final PropertyPath ROOT = new PropertyPath(RaftProperties.PREFIX);

	private final RaftProperties properties;

	private final SortedSet<Integer> nodeIds;

	/**
	 * Create the reader.
	 * @param properties the properties
	 * @param server the configuration of the server
	 */
	public GroupConfigReader(RaftProperties properties, RaftServerConfig server) {
		this.properties = properties;
		this.nodeIds = new TreeSet<>(server.nodes().keySet());
		this.nodeIds.add(server.nodeId());
	}

	/**
	 * Check the properties and make the configurations: of the groups the properties name
	 * and of those named otherwise.
	 * @param namedOtherwise the names of groups that need no properties
	 * @return the configurations by name
	 * @throws InvalidRaftPropertyException if a property cannot be followed
	 */
	public Map<String, RaftGroupConfig> read(Collection<String> namedOtherwise) {
		defaultOptions();
		Set<String> names = new LinkedHashSet<>(this.properties.groups().keySet());
		names.addAll(namedOtherwise);
		Map<String, RaftGroupConfig> configs = new LinkedHashMap<>();
		Map<Integer, String> namesById = new LinkedHashMap<>();
		for (String name : names) {
			RaftGroupConfig config = read(name);
			String other = namesById.putIfAbsent(config.groupId(), name);
			if (other != null) {
				throw new InvalidRaftPropertyException(path(name).prefix() + ".id",
						"The groups '" + other + "' and '" + name + "' have the same id " + config.groupId() + ".",
						"Set '" + path(name).prefix() + ".id' to another positive number, on every node.");
			}
			configs.put(name, config);
		}
		return configs;
	}

	/**
	 * Make the options of groups that have none of their own.
	 * @return the options
	 * @throws InvalidRaftPropertyException if a property cannot be followed
	 */
	public RaftGroupOptions defaultOptions() {
		return ROOT.child("defaults").check(this.properties.defaults()::toOptions);
	}

	private RaftGroupConfig read(String name) {
		PropertyPath path = path(name);
		path.checkValue(() -> checkName(name), "Rename the group, and the group of its state machine.");
		GroupProperties group = this.properties.groups().getOrDefault(name, GroupProperties.NONE);
		RaftGroupOptions options = path.check(() -> group.toOptions(this.properties.defaults()));
		int id = (group.id() != null) ? group.id() : defaultId(name);
		SortedSet<Integer> observers = nodes(path.child("observers"), group.observers(), new TreeSet<>());
		SortedSet<Integer> others = new TreeSet<>(this.nodeIds);
		others.removeAll(observers);
		SortedSet<Integer> members = nodes(path.child("members"), group.members(), others);
		return path.check(() -> new RaftGroupConfig(name, id, members, observers, options));
	}

	/**
	 * Check whether a group may have a name.
	 * @param name the name
	 * @return the name
	 * @throws io.dongting.raft.InvalidConfigurationException if it may not
	 */
	public static String checkName(String name) {
		SortedSet<Integer> anyNode = new TreeSet<>(Set.of(1));
		return new RaftGroupConfig(name, 1, anyNode, new TreeSet<>(), RaftGroupOptions.DEFAULTS).name();
	}

	private static PropertyPath path(String name) {
		return ROOT.child("groups." + name);
	}

	private SortedSet<Integer> nodes(PropertyPath path, @Nullable List<Integer> ids, SortedSet<Integer> fallback) {
		if (ids == null) {
			return fallback;
		}
		SortedSet<Integer> distinct = new TreeSet<>();
		for (Integer id : ids) {
			if (!distinct.add(id)) {
				throw new InvalidRaftPropertyException(path.prefix(), "Node " + id + " is named twice in " + ids + ".",
						"Name each node once.");
			}
		}
		for (Integer id : distinct) {
			if (!this.nodeIds.contains(id)) {
				throw new InvalidRaftPropertyException(path.prefix(),
						"Node " + id + " is not among the nodes " + this.nodeIds + ".",
						"Name only known nodes, or add '" + RaftProperties.PREFIX + ".nodes." + id
								+ "' with the address of that node.");
			}
		}
		return distinct;
	}

	/**
	 * Return the number of a group that is not given one: the same on every node and in
	 * every version, since nodes know a group by it.
	 * @param name the name of the group
	 * @return its number
	 */
	public static int defaultId(String name) {
		CRC32 hash = new CRC32();
		hash.update(name.getBytes(StandardCharsets.UTF_8));
		int positive = (int) (hash.getValue() & Integer.MAX_VALUE);
		return Math.max(1, positive);
	}

}
