package io.dongting.samples.benchmark.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WriteHistoryTests {

	private final WriteHistory history = new WriteHistory();

	@Test
	void whatIsUnderWayMayBeSeenOrNot() {
		this.history.begin(1, 10);
		assertThat(this.history.check(1, this.history.mustBeSeen(1), 0)).isNull();
		assertThat(this.history.check(1, this.history.mustBeSeen(1), 10)).isNull();
	}

	@Test
	void whatWasAcknowledgedMustBeSeen() {
		this.history.begin(1, 10);
		this.history.acknowledge(1, 10);
		assertThat(this.history.check(1, this.history.mustBeSeen(1), 9)).contains("10 at least");
	}

	@Test
	void whatWasReadOnceMustBeSeenAgain() {
		this.history.begin(1, 10);
		assertThat(this.history.check(1, this.history.mustBeSeen(1), 10)).isNull();
		assertThat(this.history.check(1, this.history.mustBeSeen(1), 0)).contains("10 at least");
	}

	@Test
	void nothingIsSeenBeforeItBegins() {
		this.history.begin(1, 10);
		assertThat(this.history.check(1, 0, 11)).contains("10 at most");
	}

	@Test
	void acknowledgementsMayComeInAnyOrder() {
		this.history.begin(1, 1);
		this.history.begin(1, 2);
		this.history.acknowledge(1, 2);
		this.history.acknowledge(1, 1);
		assertThat(this.history.mustBeSeen(1)).isEqualTo(2);
	}

}
