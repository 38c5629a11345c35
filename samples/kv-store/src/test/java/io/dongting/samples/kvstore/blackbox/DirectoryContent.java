package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is in a directory, to be compared with what is there later.
 *
 * @param hashes the names of the files with hashes of their content
 */
record DirectoryContent(Map<String, Integer> hashes) {

	static DirectoryContent of(Path directory) throws IOException {
		Map<String, Integer> hashes = new TreeMap<>();
		if (Files.exists(directory)) {
			try (Stream<Path> paths = Files.walk(directory)) {
				List<Path> files = paths.filter(Files::isRegularFile).toList();
				for (Path file : files) {
					hashes.put(directory.relativize(file).toString(),
							Files.readString(file, StandardCharsets.ISO_8859_1).hashCode());
				}
			}
		}
		return new DirectoryContent(hashes);
	}

}
