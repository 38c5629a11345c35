package io.dongting.simulation.mutant;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.github.difflib.patch.PatchFailedException;
import com.github.difflib.unifieddiff.UnifiedDiff;
import com.github.difflib.unifieddiff.UnifiedDiffFile;
import com.github.difflib.unifieddiff.UnifiedDiffReader;

/**
 * A mistake somebody could make in the engine, as a patch to its sources. Above the patch
 * stands which rule it breaks and what a user would suffer.
 *
 * @param name what the mistake is
 * @param text the whole patch file
 */
record Mutant(String name, String text) {

	private static final String SUFFIX = ".patch";

	/**
	 * Read the patches of a directory.
	 * @param directory where they are
	 * @return the mutants, by the names of their files
	 */
	static List<Mutant> readAll(Path directory) throws IOException {
		List<Mutant> mutants = new ArrayList<>();
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.sorted().toList()) {
				String fileName = file.getFileName().toString();
				if (!fileName.endsWith(SUFFIX)) {
					throw new IllegalStateException(file + " is no patch");
				}
				mutants.add(
						new Mutant(fileName.substring(0, fileName.length() - SUFFIX.length()), Files.readString(file)));
			}
		}
		return mutants;
	}

	/** Return what stands above the patch. */
	String description() {
		return this.text.substring(0, Math.max(0, this.text.indexOf("--- "))).strip();
	}

	/**
	 * Apply the patch. Lines may have moved, but must be what they were.
	 * @param sources the directory of the sources; nothing in it is changed
	 * @return the text of each changed file, by its path in that directory
	 * @throws IllegalStateException if the sources are no longer those the patch is for
	 */
	Map<String, String> applyTo(Path sources) throws IOException {
		UnifiedDiff diff = UnifiedDiffReader
			.parseUnifiedDiff(new ByteArrayInputStream(this.text.getBytes(StandardCharsets.UTF_8)));
		Map<String, String> changed = new TreeMap<>();
		for (UnifiedDiffFile file : diff.getFiles()) {
			String path = file.getToFile();
			List<String> lines = Files.readAllLines(sources.resolve(path));
			try {
				changed.put(path, String.join("\n", file.getPatch().applyFuzzy(lines, 0)) + "\n");
			}
			catch (PatchFailedException ex) {
				throw new IllegalStateException("Mutant " + this.name + " no longer fits " + path
						+ ": the lines it changes, or those around them, are others now", ex);
			}
		}
		if (changed.isEmpty()) {
			throw new IllegalStateException("Mutant " + this.name + " changes nothing");
		}
		return changed;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
