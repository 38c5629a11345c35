package io.dongting.raft.server;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * To whom a data directory belongs: kept in a small text file at its root.
 *
 * @param nodeId the node
 * @param startNumber how often it was started (R1)
 */
record NodeIdentity(int nodeId, long startNumber) {

	private static final String FILE = "node.properties";

	private static final int FORMAT = 1;

	/**
	 * Read the identity of a data directory, changing nothing.
	 * @param directory the directory
	 * @param nodeId the node that wants to use it
	 * @return the identity as this start would leave it
	 * @throws DataDirectoryMismatchException if it belongs to another node
	 */
	static NodeIdentity readForStart(NodeDirectory directory, int nodeId) {
		try {
			NodeIdentity found = read(directory);
			if (found == null) {
				return new NodeIdentity(nodeId, 1);
			}
			if (found.nodeId() != nodeId) {
				throw new DataDirectoryMismatchException(nodeId, found.nodeId(), directory.description());
			}
			return new NodeIdentity(nodeId, found.startNumber() + 1);
		}
		catch (IOException ex) {
			throw new RaftStartupException("The identity in " + directory.description() + " cannot be read: " + ex, ex);
		}
	}

	private static @Nullable NodeIdentity read(NodeDirectory directory) throws IOException {
		String content = new WholeFile(directory.files(), FILE).read();
		if (content == null) {
			return null;
		}
		try {
			Properties properties = new Properties();
			properties.load(new StringReader(content));
			int format = Integer.parseInt(properties.getProperty("format", "0"));
			if (format != FORMAT) {
				throw new RaftStartupException("The data directory " + directory.description() + " has format " + format
						+ ", but this version reads format " + FORMAT);
			}
			return new NodeIdentity(Integer.parseInt(properties.getProperty("node-id", "")),
					Long.parseLong(properties.getProperty("start-number", "")));
		}
		catch (IllegalArgumentException ex) {
			throw new RaftStartupException(
					"The file " + FILE + " in " + directory.description() + " is damaged: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Write this identity.
	 * @param directory the directory
	 */
	void write(NodeDirectory directory) {
		String content = "format=" + FORMAT + "\nnode-id=" + this.nodeId + "\nstart-number=" + this.startNumber + "\n";
		try {
			new WholeFile(directory.files(), FILE).write(content);
		}
		catch (IOException ex) {
			throw new RaftStartupException("The identity in " + directory.description() + " cannot be written: " + ex,
					ex);
		}
	}

}
