package io.dongting.raft.server;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedPhaseTests {

	private final SharedPhase phase = new SharedPhase();

	@Test
	void theFirstLeaderSetsTheBeatAndAllOthersFallIn() {
		this.phase.begin(1_030);
		assertThat(this.phase.nanosToNext(1_030, 100)).isEqualTo(100);
		this.phase.begin(1_075);
		assertThat(this.phase.nanosToNext(1_075, 100)).isEqualTo(55);
		assertThat(this.phase.nanosToNext(1_130, 100)).isEqualTo(100);
		assertThat(this.phase.nanosToNext(1_131, 100)).isEqualTo(99);
		assertThat(this.phase.nanosToNext(1_075, 50)).isEqualTo(5);
	}

	@Test
	void theBeatOutlivesTheLeaderThatSetItAndEndsWithTheLast() {
		this.phase.begin(1_030);
		this.phase.begin(1_075);
		this.phase.end();
		assertThat(this.phase.nanosToNext(1_180, 100)).isEqualTo(50);
		this.phase.end();
		this.phase.begin(1_299);
		assertThat(this.phase.nanosToNext(1_299, 100)).isEqualTo(100);
	}

	/** The monotonic clock may begin anywhere. */
	@Test
	void timeMayBeNegative() {
		this.phase.begin(-1_030);
		assertThat(this.phase.nanosToNext(-1_010, 100)).isEqualTo(80);
		assertThat(this.phase.nanosToNext(10, 100)).isEqualTo(60);
	}

}
