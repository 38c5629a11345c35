package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk that a test can fill: a file system of fixed size in memory, mounted by a
 * process that sees it alone, and gone when the process ends. A user may do so in a name
 * space of its own, if the system lets users have such; else the process does not start,
 * and its log says why.
 */
final class SmallDisk {

	private static final int SIZE_MIB = 64;

	/** No file system gives out less. */
	private static final int PIECE_BYTES = 4096;

	private final Path directory;

	private final Path filler;

	/**
	 * Create the disk of a process that was started {@linkplain #mounted with one}.
	 * @param process the process
	 * @param directory the directory it has its data in
	 */
	SmallDisk(KvProcess process, Path directory) {
		// The way to it leads through the process, nobody else sees it
		Path root = Path.of("/proc", Long.toString(process.pid()), "root");
		this.directory = root.resolve(Path.of("/").relativize(directory));
		this.filler = this.directory.resolve("filler");
	}

	/**
	 * Return how a program is started whose directory {@code data} is such a disk.
	 * @param program the program and its first arguments
	 * @return what to start instead
	 */
	static List<String> mounted(List<String> program) {
		List<String> command = new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "sh", "-c",
				"mkdir -p data && mount -t tmpfs -o size=" + SIZE_MIB + "m small-disk data && exec \"$0\" \"$@\""));
		command.addAll(program);
		return command;
	}

	/** Leave no space at all. */
	void fill() throws IOException {
		fillUpTo(0);
	}

	/**
	 * Leave little space. What was filled before stays.
	 * @param leftBytes how much is left
	 */
	void fillUpTo(long leftBytes) throws IOException {
		try (FileChannel file = FileChannel.open(this.filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
			ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
			while (usableBytes() > leftBytes) {
				file.write(piece.clear());
			}
		}
		catch (IOException ex) {
			// The process writes, too, and may have got the last of it
			assertThat(ex).hasMessageContaining("No space left");
		}
	}

	private long usableBytes() {
		return this.directory.toFile().getUsableSpace();
	}

	void free() throws IOException {
		Files.delete(this.filler);
	}

}
