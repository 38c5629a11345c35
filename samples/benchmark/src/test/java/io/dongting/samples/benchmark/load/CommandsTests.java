package io.dongting.samples.benchmark.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandsTests {

	private final HeldContestant contestant = new HeldContestant();

	private final OperationMeter meter = new OperationMeter();

	private final Commands commands = new Commands(this.contestant, 2, 16, this.meter, null);

	private final AtomicInteger told = new AtomicInteger();

	@Test
	void groupsTakeTurns() {
		for (int i = 0; i < 3; i++) {
			this.commands.submitNext(System.nanoTime(), this.told::incrementAndGet);
		}
		this.contestant.outcomes.forEach((outcome) -> outcome.completed(0));
		assertThat(this.commands.acknowledged(0)).isEqualTo(2);
		assertThat(this.commands.acknowledged(1)).isEqualTo(1);
		assertThat(this.told).hasValue(3);
	}

	@Test
	void failuresAreCountedAndTheFirstIsKept() {
		this.commands.submitNext(System.nanoTime(), this.told::incrementAndGet);
		this.commands.submitNext(System.nanoTime(), this.told::incrementAndGet);
		this.contestant.outcomes.forEach((outcome) -> outcome.failed(new IllegalStateException("no")));
		assertThat(this.commands.failed()).isEqualTo(2);
		assertThat(this.commands.firstFailure()).hasMessage("no");
		assertThat(this.commands.acknowledged(0)).isZero();
		assertThat(this.told).hasValue(2);
	}

	@Test
	void latencyCountsFromWhenACommandShouldHaveBegun() {
		this.meter.begin();
		this.commands.submitNext(System.nanoTime() - TimeUnit.SECONDS.toNanos(20), this.told::incrementAndGet);
		this.contestant.outcomes.forEach((outcome) -> outcome.completed(0));
		OperationMeter.Figures figures = this.meter.end();
		assertThat(figures.operations()).isEqualTo(1);
		assertThat(figures.latencies().getMinValue()).isGreaterThan(TimeUnit.SECONDS.toNanos(19));
	}

	@Test
	void whatWasBeforeTheBeginningIsNotMeasured() {
		this.commands.submitNext(System.nanoTime() - TimeUnit.SECONDS.toNanos(20), this.told::incrementAndGet);
		this.contestant.outcomes.remove().completed(0);
		this.meter.begin();
		this.commands.submitNext(System.nanoTime(), this.told::incrementAndGet);
		this.contestant.outcomes.remove().completed(0);
		OperationMeter.Figures figures = this.meter.end();
		assertThat(figures.operations()).isEqualTo(1);
		assertThat(figures.latencies().getTotalCount()).isEqualTo(1);
	}

}
