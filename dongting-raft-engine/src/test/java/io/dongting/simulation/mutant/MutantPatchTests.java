package io.dongting.simulation.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The mutants still are what they say: patches that fit the engine as it is, and compile.
 * That the simulation kills them takes longer and is the business of the profile
 * {@code mutants}.
 */
class MutantPatchTests {

	static final Path SOURCES = Path.of("src", "main", "java");

	static final Path PATCHES = Path.of("src", "test", "resources", "mutants");

	private static final MutantCompiler COMPILER = new MutantCompiler();

	@TempDir
	private Path temporary;

	@AfterAll
	static void closeCompiler() throws IOException {
		COMPILER.close();
	}

	static List<Mutant> mutants() throws IOException {
		return Mutant.readAll(PATCHES);
	}

	@ParameterizedTest
	@MethodSource("mutants")
	void aMutantFitsTheEngineAndCompiles(Mutant mutant) throws IOException {
		assertThat(mutant.description()).isNotEmpty();
		COMPILER.compile(mutant, mutant.applyTo(SOURCES), this.temporary);
		try (var files = Files.walk(this.temporary)) {
			assertThat(files).anyMatch((file) -> file.toString().endsWith(".class"));
		}
	}

	@Test
	void aPatchMayHaveMovedButItsLinesMustBeThere() throws IOException {
		Mutant mutant = new Mutant("moved", """
				Why it is wrong.
				--- a/Some.java
				+++ b/Some.java
				@@ -1,3 +1,3 @@
				 one
				-two
				+TWO
				 three
				""");
		Files.writeString(this.temporary.resolve("Some.java"), "zero\none\ntwo\nthree\nfour\n");
		assertThat(mutant.description()).isEqualTo("Why it is wrong.");
		assertThat(mutant.applyTo(this.temporary)).containsOnlyKeys("Some.java")
			.containsEntry("Some.java", "zero\none\nTWO\nthree\nfour\n");
		Files.writeString(this.temporary.resolve("Some.java"), "zero\none\ntwo\nfour\n");
		assertThatIllegalStateException().isThrownBy(() -> mutant.applyTo(this.temporary))
			.withMessageContainingAll("Mutant moved", "Some.java");
	}

}
