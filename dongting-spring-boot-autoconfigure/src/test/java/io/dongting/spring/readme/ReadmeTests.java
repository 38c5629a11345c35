package io.dongting.spring.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the README are what is compiled and tested in this package.
 */
class ReadmeTests {

	private static final Path SOURCES = Path.of("src/test/java/io/dongting/spring/readme");

	@ParameterizedTest
	@ValueSource(strings = { "Inventory", "InventoryStateMachine", "InventoryStateMachineTests" })
	void theReadmeShowsWhatIsTested(String type) throws IOException {
		assertThat(Files.readString(Path.of("../README.md"))).contains(code(SOURCES.resolve(type + ".java")));
	}

	/** What follows the package and the imports. */
	private static String code(Path source) throws IOException {
		String text = Files.readString(source);
		int lastImport = Math.max(text.lastIndexOf("\nimport "), text.indexOf("package "));
		return text.substring(text.indexOf('\n', lastImport + 1)).strip();
	}

}
