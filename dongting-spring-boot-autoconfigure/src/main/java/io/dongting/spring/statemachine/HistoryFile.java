package io.dongting.spring.statemachine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps a {@link CommandHistory} beside the data of its group. That it cannot be written
 * does not keep a group from its work.
 */
final class HistoryFile {

	static final String NAME = "commands.json";

	private static final Logger logger = LoggerFactory.getLogger(HistoryFile.class);

	private static final int VERSION = 1;

	private static final JsonMapper mapper = JsonMapper.shared();

	private final Path directory;

	private boolean writable = true;

	/**
	 * Create the file's keeper.
	 * @param directory where the group keeps its data, which need not exist yet
	 */
	HistoryFile(Path directory) {
		this.directory = directory;
	}

	Path path() {
		return this.directory.resolve(NAME);
	}

	/**
	 * Read the file.
	 * @return the shapes of each command by its id, none where there is no file or one of
	 * a later version
	 * @throws InvalidStateMachineException if it cannot be read
	 */
	Map<String, List<CommandShape>> read() {
		if (!Files.exists(path(), LinkOption.NOFOLLOW_LINKS)) {
			return Map.of();
		}
		try {
			JsonNode json = mapper.readTree(Files.readAllBytes(path()));
			int version = json.path("version").asInt(0);
			if (version > VERSION) {
				logger.warn("{} has version {}, not {}: whether commands have changed is not checked", path(), version,
						VERSION);
				this.writable = false;
				return Map.of();
			}
			if (version < VERSION) {
				throw unreadable(null);
			}
			return mapper.treeToValue(json, Content.class).commands();
		}
		catch (IOException | JacksonException ex) {
			throw unreadable(ex);
		}
	}

	/** Return what to do when nothing else helps, and what comes of it. */
	String lastResort() {
		return "Only if all of the log is sure to be read as it was meant, remove " + path()
				+ " while the application is stopped. Nothing is compared then with what was before: an entry that "
				+ "cannot be read stops the group on this node, until a version of the application runs that can read "
				+ "it, and one that is read as something else lets its state differ from that of the other nodes.";
	}

	/**
	 * What stands in the file makes no sense.
	 * @param cause how that was noticed
	 */
	InvalidStateMachineException unreadable(@Nullable Exception cause) {
		InvalidStateMachineException unreadable = new InvalidStateMachineException(
				"The file " + path() + ", which keeps what the commands of a log have looked like, cannot be read"
						+ ((cause != null) ? ": " + cause : ", since it has no version") + ".",
				"Make the file readable, or put it back as it was from a copy. " + lastResort());
		if (cause != null) {
			unreadable.initCause(cause);
		}
		return unreadable;
	}

	/**
	 * Write the file anew. Blocks.
	 */
	void write(Map<String, List<CommandShape>> commands) {
		// Without the directory there is no data, or no more
		if (!this.writable || !Files.isDirectory(this.directory)) {
			return;
		}
		Path temporary = this.directory.resolve(NAME + ".new");
		try {
			byte[] bytes = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Content(VERSION, commands));
			try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
					StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
				ByteBuffer buffer = ByteBuffer.wrap(bytes);
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
				channel.force(true);
			}
			Files.move(temporary, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("{} cannot be written: later versions of the application will not be told of "
					+ "commands that they lack before they meet them", path(), ex);
		}
	}

	/**
	 * What stands in the file.
	 *
	 * @param version the version of its format
	 * @param commands the shapes of each command by its id
	 */
	record Content(int version, Map<String, List<CommandShape>> commands) {

		Content {
			Map<String, List<CommandShape>> copy = new TreeMap<>();
			commands.forEach((id, shapes) -> copy.put(id, List.copyOf(shapes)));
			commands = Collections.unmodifiableMap(copy);
		}

	}

}
