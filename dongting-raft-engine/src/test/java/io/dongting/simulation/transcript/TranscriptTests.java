package io.dongting.simulation.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.dongting.simulation.QuietLogs;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each transcript is what is seen when its directives are carried out. With the system
 * property {@code transcripts.update} set to {@code true} the files are rewritten
 * instead, to be read before they are kept.
 */
@ExtendWith(QuietLogs.class)
class TranscriptTests {

	private static final Path DIRECTORY = Path.of("src", "test", "resources", "transcripts");

	static List<String> transcripts() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	@ParameterizedTest
	@MethodSource("transcripts")
	void whatIsSeenIsWhatIsWritten(String name) throws IOException {
		Path file = DIRECTORY.resolve(name);
		List<String> expected = Files.readAllLines(file);
		List<String> seen = play(expected);
		if (Boolean.getBoolean("transcripts.update")) {
			Files.write(file, seen);
			return;
		}
		assertThat(seen).withFailMessage(() -> name + " differs:\n" + Difference.between(expected, seen))
			.isEqualTo(expected);
	}

	private static List<String> play(List<String> lines) {
		Directives directives = new Directives();
		List<String> played = new ArrayList<>();
		return Transcript.parse(lines).play((directive) -> {
			played.add("> " + directive);
			try {
				List<String> output = directives.carryOut(directive);
				played.addAll(output);
				return output;
			}
			catch (RuntimeException ex) {
				throw new AssertionError(ex.getMessage() + "\n" + String.join("\n", played), ex);
			}
		}).lines();
	}

}
