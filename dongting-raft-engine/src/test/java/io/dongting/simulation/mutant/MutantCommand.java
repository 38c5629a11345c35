package io.dongting.simulation.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the profile {@code mutants} runs: measures the simulation by the mutants it kills.
 * See the engine's README for its properties.
 */
class MutantCommand {

	private static final Duration CONTROL = Duration.ofSeconds(20);

	private static final long ANY = Long.MAX_VALUE / 2;

	private final Duration limit = Duration.ofSeconds(Long.getLong("mutant.seconds", 120));

	private final long firstSeed = Long.getLong("mutant.start", new SplittableRandom().nextLong(1_000_000_000));

	private final MutantCompiler compiler = new MutantCompiler();

	/** Killed a mutant, but would have killed the engine as it is, too. */
	private final SortedSet<Long> suspects = new TreeSet<>();

	@TempDir
	private Path temporary;

	@AfterEach
	void closeCompiler() throws IOException {
		this.compiler.close();
	}

	@Test
	void everyMutantIsKilled() throws Exception {
		String wanted = System.getProperty("mutant", "");
		List<Mutant> mutants = Mutant.readAll(MutantPatchTests.PATCHES)
			.stream()
			.filter((mutant) -> mutant.name().contains(wanted))
			.toList();
		assertThat(mutants).as("mutants with '%s' in their names", wanted).isNotEmpty();
		Trial.Outcome control = new Trial(CONTROL, this.firstSeed, ANY).run(null);
		System.out.printf("first seed %d, the engine as it is passes %d seeds in %d s%n", this.firstSeed,
				control.seeds(), control.used().toSeconds());
		assertThat(control.finding()).as("seed %d of the engine as it is", control.lastSeed()).isEmpty();
		List<String> survivors = new ArrayList<>();
		for (Mutant mutant : mutants) {
			Trial.Outcome outcome = hunt(compile(mutant));
			System.out.println(describe(mutant, outcome));
			if (outcome.isClean()) {
				survivors.add(mutant.name());
			}
		}
		System.out.printf("mutants: killed=%d of %d%n", mutants.size() - survivors.size(), mutants.size());
		assertThat(this.suspects).as("seeds that the engine as it is does not pass").isEmpty();
		assertThat(survivors).as("survivors").isEmpty();
	}

	/** What a seed shows counts only if the engine as it is does not show it. */
	private Trial.Outcome hunt(Path mutated) throws IOException, InterruptedException {
		Trial.Outcome outcome = new Trial(this.limit, this.firstSeed, ANY).run(mutated);
		while (!outcome.isClean() && !new Trial(this.limit, outcome.lastSeed(), 1).run(null).isClean()) {
			this.suspects.add(outcome.lastSeed());
			Duration left = this.limit.minus(outcome.used());
			outcome = outcome.then(new Trial(left, outcome.lastSeed() + 1, ANY).run(mutated));
		}
		return outcome;
	}

	private Path compile(Mutant mutant) throws IOException {
		Path classes = Files.createDirectory(this.temporary.resolve(mutant.name()));
		this.compiler.compile(mutant, mutant.applyTo(MutantPatchTests.SOURCES), classes);
		return classes;
	}

	private static String describe(Mutant mutant, Trial.Outcome outcome) {
		return String.format("%-42s %4d seeds %6.1f s  %s", mutant.name(), outcome.seeds(),
				outcome.used().toMillis() / 1000.0,
				outcome.isClean() ? "SURVIVES" : "seed " + outcome.lastSeed() + ": " + outcome.finding());
	}

}
