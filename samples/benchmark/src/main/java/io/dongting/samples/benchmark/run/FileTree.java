package io.dongting.samples.benchmark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory with all that is in it.
 */
public final class FileTree {

	private FileTree() {
	}

	/**
	 * Delete a directory.
	 * @param directory the directory; nothing happens if it does not exist
	 * @throws IOException if it cannot be deleted
	 */
	public static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> paths = Files.walk(directory)) {
				List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
				for (Path path : deepestFirst) {
					Files.delete(path);
				}
			}
		}
	}

}
