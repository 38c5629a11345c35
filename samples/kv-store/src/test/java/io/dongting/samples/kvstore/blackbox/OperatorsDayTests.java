package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script that operates five processes for a day finds every answer as it should be.
 */
class OperatorsDayTests {

	private static final Duration LIMIT = Duration.ofMinutes(20);

	@Test
	void everyAnswerOfTheDayIsAsItShouldBe() throws Exception {
		Path directory = Path.of(System.getProperty("blackbox.directory"), "operators-day").toAbsolutePath();
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Path output = directory.resolve("day.log");
		ProcessBuilder script = new ProcessBuilder(List.of("bash", "operators-day.sh", "--free-ports"));
		script.environment().put("KV_DAY_DIR", directory.toString());
		script.environment().put("JAVA_HOME", System.getProperty("java.home"));
		Process day = script.redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(day.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("the day ends").isTrue();
			assertThat(day.exitValue()).as(() -> "the end of\n" + text(output)).isZero();
		}
		finally {
			// A script that ends has ended its nodes
			day.descendants().forEach(ProcessHandle::destroyForcibly);
			day.destroyForcibly();
		}
		System.out.println("Operator's day: " + lastLine(output));
	}

	private static String text(Path output) {
		try {
			return Files.readString(output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String lastLine(Path output) {
		List<String> lines = text(output).lines().toList();
		return lines.get(lines.size() - 1);
	}

}
