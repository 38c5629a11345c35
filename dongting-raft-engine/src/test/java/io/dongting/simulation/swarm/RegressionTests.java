package io.dongting.simulation.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.dongting.simulation.QuietLogs;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios that once failed, shrunk and kept as files.
 */
@ExtendWith(QuietLogs.class)
class RegressionTests {

	static List<String> scenarios() throws IOException, URISyntaxException {
		Path directory = Path.of(Objects.requireNonNull(RegressionTests.class.getResource("/regressions")).toURI());
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".scenario"))
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void whatOnceFailedIsClean(String name) {
		RunReport report = new SimulationRun(ScenarioText.parse(read(name))).run();
		assertThat(report.isClean()).as(report::describe).isTrue();
	}

	private static String read(String name) {
		try (var stream = Objects.requireNonNull(RegressionTests.class.getResourceAsStream("/regressions/" + name))) {
			return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
