package io.dongting.raft.server;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftException;

/**
 * Keeps the {@link Roster} in a small text file at the root of the data directory. A file
 * that does not say exactly what was written is refused: a group that is missing from it
 * would look like one that was removed.
 */
final class RosterFile {

	static final String NAME = "roster.properties";

	private static final int FORMAT = 1;

	private static final String GROUP = "group.";

	private static final String NODE = "node.";

	private static final String SETTING_ASIDE = "setting-aside.";

	private static final String CHECKSUM = "checksum=";

	private final NodeDirectory directory;

	private final WholeFile file;

	RosterFile(NodeDirectory directory) {
		this.directory = directory;
		this.file = new WholeFile(directory.files(), NAME);
	}

	/**
	 * Read the roster.
	 * @return the roster, empty if none was ever written
	 * @throws RaftStartupException if it cannot be read, or is damaged
	 */
	Roster read() {
		try {
			String content = this.file.read();
			return (content != null) ? parse(content) : Roster.EMPTY;
		}
		catch (IOException ex) {
			throw new RaftStartupException(describe() + " cannot be read: " + ex, ex);
		}
		catch (IllegalArgumentException | RaftException ex) {
			throw new RaftStartupException(describe() + " is damaged: " + ex.getMessage()
					+ ". It says which groups were added at runtime; without it the server does not start", ex);
		}
	}

	/**
	 * Replace the roster, durably.
	 * @param roster the new one
	 * @throws IOException if that fails; the next start may find either
	 */
	void write(Roster roster) throws IOException {
		this.file.write(format(roster));
	}

	static String format(Roster roster) {
		StringBuilder text = new StringBuilder();
		text.append("format=").append(FORMAT).append("\nremovals=").append(roster.removals()).append('\n');
		roster.groups()
			.forEach((name, group) -> line(text, GROUP + name,
					group.groupId() + ";" + join(group.members()) + ";" + join(group.observers())));
		roster.nodes().forEach((nodeId, address) -> line(text, NODE + nodeId, address));
		roster.settingAside().forEach((name, aside) -> line(text, SETTING_ASIDE + name, aside));
		return text + CHECKSUM + checksum(text.toString()) + "\n";
	}

	private static void line(StringBuilder text, String key, Object value) {
		text.append(key).append('=').append(value).append('\n');
	}

	static Roster parse(String content) {
		int end = content.lastIndexOf(CHECKSUM);
		if (end < 0 || !content.substring(end).equals(CHECKSUM + checksum(content.substring(0, end)) + "\n")) {
			throw new IllegalArgumentException("its checksum does not fit");
		}
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(content.substring(0, end)));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
		int format = Integer.parseInt(properties.getProperty("format", "0"));
		if (format != FORMAT) {
			throw new IllegalArgumentException("it has format " + format + ", but this version reads " + FORMAT);
		}
		SortedMap<String, Roster.Group> groups = new TreeMap<>();
		SortedMap<Integer, HostPort> nodes = new TreeMap<>();
		SortedMap<String, String> settingAside = new TreeMap<>();
		for (String key : properties.stringPropertyNames()) {
			String value = properties.getProperty(key);
			if (key.startsWith(GROUP)) {
				groups.put(key.substring(GROUP.length()), group(value));
			}
			else if (key.startsWith(NODE)) {
				nodes.put(Integer.parseInt(key.substring(NODE.length())), HostPort.parse(value));
			}
			else if (key.startsWith(SETTING_ASIDE)) {
				settingAside.put(key.substring(SETTING_ASIDE.length()), value);
			}
		}
		return new Roster(groups, nodes, settingAside, Long.parseLong(properties.getProperty("removals", "")));
	}

	private static Roster.Group group(String value) {
		String[] parts = value.split(";", -1);
		if (parts.length != 3) {
			throw new IllegalArgumentException("'" + value + "' is no group");
		}
		return new Roster.Group(Integer.parseInt(parts[0]), nodeIds(parts[1]), nodeIds(parts[2]));
	}

	private static SortedSet<Integer> nodeIds(String list) {
		SortedSet<Integer> ids = new TreeSet<>();
		if (!list.isEmpty()) {
			for (String id : list.split(",", -1)) {
				ids.add(Integer.parseInt(id));
			}
		}
		return ids;
	}

	private static String join(SortedSet<Integer> nodeIds) {
		return nodeIds.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

	private static String checksum(String text) {
		CRC32C crc = new CRC32C();
		crc.update(text.getBytes(StandardCharsets.UTF_8));
		return Long.toHexString(crc.getValue());
	}

	private String describe() {
		return "The file " + NAME + " in " + this.directory.description();
	}

}
