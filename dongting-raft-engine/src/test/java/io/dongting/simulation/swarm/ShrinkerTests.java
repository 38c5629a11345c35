package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.List;

import io.dongting.simulation.Coverage;
import io.dongting.simulation.invariant.InvariantViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A failure is shrunk to what it takes.
 */
class ShrinkerTests {

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	private final Scenario scenario = Scenario.draw(7, TROUBLED);

	private final Strike first = this.scenario.strikes().get(5);

	private final Strike second = this.scenario.strikes().get(20);

	private int runs;

	/** Fails where two strikes meet in a cluster of two or more. */
	private RunReport run(Scenario tried) {
		this.runs++;
		boolean fails = tried.strikes().containsAll(List.of(this.first, this.second)) && tried.options().nodes() >= 2;
		InvariantViolation failure = fails ? new InvariantViolation("Commit: node " + this.runs + " forgets") : null;
		Duration end = fails ? Duration.ofMillis(this.second.atMillis() + 10) : tried.troubled();
		return new RunReport(tried, failure, List.of(), 0, 0, end, new Coverage());
	}

	@Test
	void onlyWhatItTakesIsLeft() {
		RunReport smallest = Shrinker.shrink(run(this.scenario), this::run, () -> true);
		assertThat(smallest.isClean()).isFalse();
		Scenario left = smallest.scenario();
		assertThat(left.strikes()).containsExactly(this.first, this.second);
		assertThat(left.options().nodes()).isEqualTo(2);
		assertThat(left.options().clients()).isOne();
		assertThat(left.troubled()).isLessThan(Duration.ofMillis(this.second.atMillis() + 500));
	}

	@Test
	void anotherFailureIsNotTheSame() {
		RunReport smallest = Shrinker.shrink(run(this.scenario), (tried) -> {
			RunReport report = run(tried);
			boolean whole = tried.strikes().size() == this.scenario.strikes().size();
			return whole || report.isClean() ? report : new RunReport(tried, new InvariantViolation("Lease: another"),
					List.of(), 0, 0, report.simulated(), new Coverage());
		}, () -> true);
		assertThat(smallest.scenario().strikes()).hasSameSizeAs(this.scenario.strikes());
	}

	@Test
	void theBestSoFarIsTheResultWhenTimeIsUp() {
		RunReport failed = run(this.scenario);
		RunReport smallest = Shrinker.shrink(failed, this::run, () -> this.runs < 20);
		assertThat(this.runs).isEqualTo(20);
		assertThat(smallest.isClean()).isFalse();
	}

	@Test
	void whatDidNotFailIsNotShrunk() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Shrinker.shrink(run(this.scenario.withStrikes(List.of())), this::run, () -> true));
	}

}
