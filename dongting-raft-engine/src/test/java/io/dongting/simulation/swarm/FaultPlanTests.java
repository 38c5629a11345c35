package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong is decided beforehand, and there is always something.
 */
class FaultPlanTests {

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	@Test
	void noTenSecondsPassWithoutAFault() {
		for (long seed = 0; seed < 500; seed++) {
			long lastMillis = 0;
			for (Strike strike : Scenario.draw(seed, TROUBLED).strikes()) {
				assertThat(strike.atMillis()).isBetween(lastMillis, lastMillis + 10_000);
				lastMillis = strike.atMillis();
			}
			assertThat(lastMillis).isBetween(50_000L, 60_000L);
		}
	}

	@Test
	void onlyWhatIsAllowedGoesWrong() {
		List<Strike> strikes = Scenario.draw(1, TROUBLED, EnumSet.of(FaultKind.CRASH)).strikes();
		assertThat(strikes).isNotEmpty().allMatch((strike) -> strike.kind() == FaultKind.CRASH);
		assertThat(Scenario.draw(1, TROUBLED, EnumSet.noneOf(FaultKind.class)).strikes()).isEmpty();
	}

	@Test
	void leasesAreNotTestedWithClocksThatBreakThem() {
		for (long seed = 0; seed < 500; seed++) {
			Scenario scenario = Scenario.draw(seed, TROUBLED);
			if (scenario.options().leaseReads()) {
				assertThat(scenario.strikes()).noneMatch(
						(strike) -> strike.kind() == FaultKind.CLOCK_JUMP || strike.kind() == FaultKind.CLOCK_STOP);
			}
		}
	}

}
