package io.dongting.simulation.swarm;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Scenarios are kept as files.
 */
class ScenarioTextTests {

	private static final Duration TROUBLED = Duration.ofSeconds(60);

	@Test
	void aScenarioIsReadAsItWasWritten() {
		for (long seed = 0; seed < 200; seed++) {
			Scenario scenario = Scenario.draw(seed, TROUBLED);
			assertThat(ScenarioText.parse("# a remark\n\n" + scenario)).isEqualTo(scenario);
		}
	}

	@Test
	void whatIsMissingUnknownOrGivenTwiceIsRefused() {
		String text = Scenario.draw(1, TROUBLED).toString();
		assertThatIllegalArgumentException().isThrownBy(() -> ScenarioText.parse(text.replaceFirst("clients = .*", "")))
			.withMessageContaining("clients");
		assertThatIllegalArgumentException().isThrownBy(() -> ScenarioText.parse(text + "moons = 2"))
			.withMessageContaining("moons");
		assertThatIllegalArgumentException().isThrownBy(() -> ScenarioText.parse(text + "clients = 2"))
			.withMessageContaining("clients");
		assertThatIllegalArgumentException().isThrownBy(() -> ScenarioText.parse("moons"));
	}

}
