package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Timers fire in the order of (deadline, sequence), and only then (trap I: a heap is no
 * sorted list).
 */
class TimerTests {

	private static final Runnable NOTHING = () -> {
	};

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	@Test
	void timersFireInTheOrderOfDeadlineAndThenOfCreation() {
		this.world.run(() -> {
			this.group.schedule(3_000_000, this.world.logs("3 ms"));
			this.group.schedule(1_000_000, this.world.logs("1 ms, first"));
			this.group.schedule(2_000_000, this.world.logs("2 ms"));
			this.group.schedule(1_000_000, this.world.logs("1 ms, second"));
			this.group.schedule(-5, this.world.logs("at once"));
		});
		this.world.advanceMillis(3);
		assertThat(this.log).containsExactly("at once", "1 ms, first", "1 ms, second", "2 ms", "3 ms");
	}

	@Test
	void timersThatCameDueTogetherKeepTheirOrder() {
		this.world.run(() -> {
			this.group.schedule(2_000_000, this.world.logs("2"));
			this.group.schedule(3_000_000, this.world.logs("3"));
			this.group.schedule(1_000_000, this.world.logs("1"));
		});
		this.world.dispatcher.pause();
		this.world.advanceMillis(10);
		this.world.dispatcher.resume();
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("1", "2", "3");
	}

	@Test
	void aCancelledTimerDoesNotFire() {
		List<TimerHandle> handles = new ArrayList<>();
		this.world.run(() -> handles.add(this.group.schedule(1_000_000, this.world.logs("timer"))));
		this.world.run(() -> {
			assertThat(handles.get(0).cancel()).isTrue();
			assertThat(handles.get(0).cancel()).isFalse();
		});
		this.world.advanceMillis(10);
		assertThat(this.log).isEmpty();
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void aTimerThatIsDueCanStillBeCancelledByAnEarlierOne() {
		this.world.run(() -> {
			TimerHandle[] second = new TimerHandle[1];
			this.group.schedule(1_000_000, () -> assertThat(second[0].cancel()).isTrue());
			second[0] = this.group.schedule(1_000_000, this.world.logs("second"));
		});
		this.world.advanceMillis(10);
		assertThat(this.log).isEmpty();
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void aTimerThatFiredCannotBeCancelled() {
		this.world.run(() -> {
			TimerHandle[] handle = new TimerHandle[1];
			handle[0] = this.group.schedule(0, () -> this.log.add("cancelled: " + handle[0].cancel()));
		});
		assertThat(this.log).containsExactly("cancelled: false");
	}

	@Test
	void aTimerForEverIsFarAwayAndNotInThePast() {
		this.world.run(() -> this.group.schedule(Long.MAX_VALUE, this.world.logs("for ever")));
		this.world.time.advance(Duration.ofDays(10_000));
		assertThat(this.log).isEmpty();
	}

	@Test
	void cancelledTimersDoNotPileUp() {
		TimerQueue queue = new TimerQueue();
		for (int i = 0; i < 100_000; i++) {
			Timer timer = queue.add(i, 1_000_000_000, NOTHING, null);
			assertThat(queue.size()).isEqualTo(1);
			timer.cancel();
		}
		assertThat(queue.size()).isZero();
	}

	@Test
	void theOrderHoldsAcrossTheWrapAroundOfTheClock() {
		TimerQueue queue = new TimerQueue();
		long nowNanos = Long.MAX_VALUE - 10;
		Timer late = queue.add(nowNanos, 30, NOTHING, null);
		Timer early = queue.add(nowNanos, 5, NOTHING, null);
		assertThat(late.deadlineNanos).isNegative();
		assertThat(queue.pollDue(nowNanos + 4)).isNull();
		assertThat(queue.pollDue(nowNanos + 5)).isSameAs(early);
		assertThat(queue.pollDue(nowNanos + 29)).isNull();
		assertThat(queue.pollDue(nowNanos + 30)).isSameAs(late);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void theQueueDoesWhatASortedMapDoes(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		TimerQueue queue = new TimerQueue();
		TreeMap<Timer, Boolean> model = new TreeMap<>(Comparator.comparingLong((Timer timer) -> timer.deadlineNanos)
			.thenComparingLong((timer) -> timer.sequence));
		long nowNanos = 0;
		for (int i = 0; i < 5_000; i++) {
			int choice = random.nextInt(10);
			if (choice < 5) {
				model.put(queue.add(nowNanos, random.nextInt(100), NOTHING, null), true);
			}
			else if (choice < 7 && !model.isEmpty()) {
				Timer victim = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
				assertThat(victim.cancel()).isTrue();
				model.remove(victim);
			}
			else {
				nowNanos += random.nextInt(20);
				Timer due = queue.pollDue(nowNanos);
				while (due != null) {
					assertThat(due).isSameAs(model.pollFirstEntry().getKey());
					due = queue.pollDue(nowNanos);
				}
			}
			assertThat(queue.size()).isEqualTo(model.size());
			assertThat(queue.peek()).isSameAs(model.isEmpty() ? null : model.firstKey());
		}
	}

}
