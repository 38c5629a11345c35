package io.dongting.simulation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntToLongFunction;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs that do not end by themselves: a watchdog that does not find one does not end
 * either.
 */
class WatchdogTests {

	private static final Duration PATIENCE = Duration.ofMillis(20);

	private static final int MOST_LOOKS = Watchdog.LOOKS * Watchdog.WAITING_FACTOR;

	private final AtomicReference<StackTraceElement @Nullable []> found = new AtomicReference<>();

	private final CountDownLatch runMayEnd = new CountDownLatch(1);

	private final CountDownLatch runEnded = new CountDownLatch(1);

	/** How often the watchdog looked since the begin, where it looked first. */
	private final AtomicInteger looks = new AtomicInteger(-1);

	@Test
	void aRunThatSpinsIsFound() {
		new Watchdog(PATIENCE, this::tell).over(this::spin);
		assertThat(this.found.get()).extracting(StackTraceElement::getMethodName).contains("spin");
	}

	@Test
	void whatAThreadThatSpinsUsesIsKnown() {
		long threadId = Thread.currentThread().getId();
		long beginNanos = Watchdog.usedNanos(threadId);
		assertThat(beginNanos).isPositive();
		while (Watchdog.usedNanos(threadId) - beginNanos < PATIENCE.toNanos()) {
			Thread.onSpinWait();
		}
	}

	@Test
	void aRunThatWaitsIsFoundAfterManyTimesAsLong() {
		watchdog((look) -> 0).over(this::awaitEnd);
		assertThat(this.found.get()).extracting(StackTraceElement::getMethodName).contains("awaitEnd");
		assertThat(this.looks).hasValue(MOST_LOOKS);
	}

	@Test
	void aRunIsFoundAsSoonAsItHasUsedTooMuch() {
		watchdog((look) -> (look == 0) ? 0 : PATIENCE.toNanos() - 3 + look).over(this::awaitEnd);
		assertThat(this.looks).hasValue(3);
	}

	@Test
	void aRunThatGetsLittleOfTheProcessorIsLeftAlone() {
		requireLeftAlone((look) -> look * PATIENCE.toNanos() / MOST_LOOKS);
	}

	@Test
	void whatTheThreadUsedBeforeDoesNotCount() {
		requireLeftAlone((look) -> 100 * PATIENCE.toNanos());
	}

	@Test
	void allTimeThatPassesCountsWhereThatOfTheProcessorIsUnknown() {
		watchdog((look) -> -1).over(this::awaitEnd);
		assertThat(this.looks).hasValue(Watchdog.LOOKS);
	}

	/** It may wait for most of the time that it may wait at all. */
	private void requireLeftAlone(IntToLongFunction usedNanos) {
		watchdog((look) -> {
			if (look == MOST_LOOKS - 1) {
				this.runMayEnd.countDown();
				await(this.runEnded);
			}
			return usedNanos.applyAsLong(look);
		}).over(this::awaitEnd);
		this.runEnded.countDown();
		assertThat(this.found).hasNullValue();
		assertThat(this.looks).hasValue(MOST_LOOKS - 1);
	}

	private Watchdog watchdog(IntToLongFunction usedNanos) {
		return new Watchdog(PATIENCE, this::tell, (threadId) -> usedNanos.applyAsLong(this.looks.incrementAndGet()));
	}

	private void tell(StackTraceElement[] stack) {
		this.found.set(stack);
		this.runMayEnd.countDown();
	}

	private String spin() {
		while (this.found.get() == null) {
			Thread.onSpinWait();
		}
		return "spun";
	}

	private String awaitEnd() {
		return await(this.runMayEnd);
	}

	private static String await(CountDownLatch latch) {
		try {
			latch.await();
			return "waited";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
