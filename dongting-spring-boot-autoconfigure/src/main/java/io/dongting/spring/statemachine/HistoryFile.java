package io.dongting.spring.statemachine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps a {@link CommandHistory} beside the data of its group. Neither that it cannot be
 * read nor that it cannot be written keeps a group from its work.
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

	Map<String, List<CommandShape>> read() {
		if (!Files.exists(path())) {
			return Map.of();
		}
		try {
			Content content = mapper.readValue(Files.readAllBytes(path()), Content.class);
			if (content.version() == VERSION) {
				return content.commands();
			}
			logger.warn("{} has version {}, not {}: whether commands have changed is not checked", path(),
					content.version(), VERSION);
			this.writable = false;
		}
		catch (IOException | JacksonException ex) {
			logger.warn("{} cannot be read: whether commands have changed is not checked", path(), ex);
		}
		return Map.of();
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

	}

}
