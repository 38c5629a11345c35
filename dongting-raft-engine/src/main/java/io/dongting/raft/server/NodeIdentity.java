package io.dongting.raft.server;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * To whom a data directory belongs: kept in a small text file at its root.
 *
 * @param nodeId the node
 * @param startNumber how often it was started (R1)
 */
record NodeIdentity(int nodeId, long startNumber) {

	private static final String FILE = "node.properties";

	private static final String TEMPORARY_FILE = "node.properties.new";

	private static final int FORMAT = 1;

	private static final int MAX_SIZE_BYTES = 4096;

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
		FileSystem files = directory.files();
		if (!files.exists(FILE)) {
			return null;
		}
		Properties properties = new Properties();
		try (StorageFile file = files.open(FILE)) {
			ByteBuffer content = ByteBuffer.allocate((int) Math.min(MAX_SIZE_BYTES, file.sizeBytes()));
			file.read(content, 0);
			properties.load(new StringReader(StandardCharsets.UTF_8.decode(content.flip()).toString()));
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
	 * Write this identity: a new file takes the place of the old one, whole or not at
	 * all.
	 * @param directory the directory
	 */
	void write(NodeDirectory directory) {
		FileSystem files = directory.files();
		String content = "format=" + FORMAT + "\nnode-id=" + this.nodeId + "\nstart-number=" + this.startNumber + "\n";
		try {
			if (files.exists(TEMPORARY_FILE)) {
				files.delete(TEMPORARY_FILE);
			}
			try (StorageFile file = files.open(TEMPORARY_FILE)) {
				file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), 0);
				file.syncAll();
			}
			files.rename(TEMPORARY_FILE, FILE);
			files.syncDirectory("");
		}
		catch (IOException ex) {
			throw new RaftStartupException("The identity in " + directory.description() + " cannot be written: " + ex,
					ex);
		}
	}

}
