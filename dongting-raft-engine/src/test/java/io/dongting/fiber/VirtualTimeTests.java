package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class VirtualTimeTests {

	private final VirtualTime world = new VirtualTime(1);

	private final List<String> log = new ArrayList<>();

	@Test
	void eventsRunInTheOrderOfTimeAndThenOfScheduling() {
		schedule(2, "c");
		schedule(1, "a");
		schedule(1, "b");
		assertThat(this.world.step()).isTrue();
		assertThat(this.log).containsExactly("a at 1");
		assertThat(this.world.step()).isTrue();
		assertThat(this.world.step()).isTrue();
		assertThat(this.log).containsExactly("a at 1", "b at 1", "c at 2");
		assertThat(this.world.step()).isFalse();
	}

	@Test
	void runningUntilIdleLeavesTimeAndTheFutureAlone() {
		this.world.schedule(0, () -> schedule(0, "chained"));
		schedule(1, "future");
		this.world.runUntilIdle();
		assertThat(this.log).containsExactly("chained at 0");
	}

	@Test
	void advancingRunsWhatHappensMeanwhileAndEndsOnTime() {
		schedule(5, "inside");
		schedule(10, "at the end");
		schedule(11, "outside");
		this.world.advance(Duration.ofNanos(10));
		assertThat(this.log).containsExactly("inside at 5", "at the end at 10");
		assertThat(this.world.clock().nanoTime()).isEqualTo(10);
		this.world.advance(Duration.ofMillis(3));
		assertThat(this.world.clock().nanoTime()).isEqualTo(3_000_010);
	}

	@Test
	void wallTimeGoesWithTheWorld() {
		long before = this.world.clock().currentTimeMillis();
		this.world.advance(Duration.ofSeconds(2));
		assertThat(this.world.clock().currentTimeMillis() - before).isEqualTo(2000);
	}

	@Test
	void waitingForAConditionStopsAtTheEventThatMakesItHold() {
		schedule(5, "first");
		schedule(6, "second");
		assertThat(this.world.runUntil(() -> !this.log.isEmpty(), Duration.ofSeconds(1))).isTrue();
		assertThat(this.log).containsExactly("first at 5");
		assertThat(this.world.clock().nanoTime()).isEqualTo(5);
	}

	@Test
	void waitingForAConditionInVainTakesTheWholeLimit() {
		schedule(5, "event");
		assertThat(this.world.runUntil(() -> false, Duration.ofNanos(100))).isFalse();
		assertThat(this.log).hasSize(1);
		assertThat(this.world.clock().nanoTime()).isEqualTo(100);
	}

	@Test
	void aCancelledEventDoesNotHappen() {
		TimerHandle handle = this.world.schedule(1, () -> this.log.add("event"));
		assertThat(handle.cancel()).isTrue();
		assertThat(this.world.step()).isFalse();
		assertThat(this.log).isEmpty();
	}

	@Test
	void anExceptionOfAnEventComesOutAndTheWorldCanGoOn() {
		this.world.schedule(1, () -> {
			throw new IllegalStateException("broken");
		});
		schedule(2, "next");
		assertThatIllegalStateException().isThrownBy(this.world::step).withMessage("broken");
		this.world.step();
		assertThat(this.log).containsExactly("next at 2");
	}

	@Test
	void aLoopInWhichTimeStandsStillIsFound() {
		class Loop implements Runnable {

			@Override
			public void run() {
				VirtualTimeTests.this.world.schedule(0, this);
			}

		}
		this.world.schedule(7, new Loop());
		assertThatIllegalStateException().isThrownBy(() -> this.world.advance(Duration.ofNanos(100)))
			.withMessageContaining("PT0.000000007S")
			.withMessageContaining("seed 1");
	}

	@Test
	void anEventCannotRunOthers() {
		schedule(1, "next");
		this.world.schedule(0, () -> {
			assertThatIllegalStateException().isThrownBy(() -> this.world.advance(Duration.ofNanos(1)));
			this.log.add("refused");
		});
		this.world.step();
		this.world.step();
		assertThat(this.log).containsExactly("refused", "next at 1");
	}

	@Test
	void anotherThreadIsRefused() throws Exception {
		FutureTask<Boolean> intruder = new FutureTask<>(() -> {
			assertThatIllegalStateException().isThrownBy(() -> this.world.schedule(0, () -> this.log.add("event")));
			assertThatIllegalStateException().isThrownBy(this.world::step);
			return true;
		});
		Thread thread = new Thread(intruder, "intruder");
		thread.start();
		assertThat(intruder.get()).isTrue();
	}

	@Test
	void sourcesOfChanceAreIndependentAndDeterminedByTheSeed() {
		SplittableRandom first = this.world.newRandom();
		SplittableRandom second = this.world.newRandom();
		VirtualTime twin = new VirtualTime(1);
		SplittableRandom firstOfTwin = twin.newRandom();
		assertThat(second.nextLong()).isNotEqualTo(first.nextLong()).isEqualTo(twin.newRandom().nextLong());
		firstOfTwin.nextLong();
		assertThat(first.nextLong()).isEqualTo(firstOfTwin.nextLong());
		assertThat(new VirtualTime(2).newRandom().nextLong()).isNotEqualTo(new VirtualTime(1).newRandom().nextLong());
	}

	@Test
	void aNegativeLimitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.world.advance(Duration.ofNanos(-1)));
	}

	@Test
	void twoRunsFromOneSeedLeaveTheSameTrace() {
		List<String> first = new RandomWorld(42).run();
		assertThat(first).hasSizeGreaterThan(2000);
		assertThat(new RandomWorld(42).run()).isEqualTo(first);
		assertThat(new RandomWorld(43).run()).isNotEqualTo(first);
	}

	private void schedule(long delayNanos, String name) {
		this.world.schedule(delayNanos, () -> this.log.add(name + " at " + this.world.clock().nanoTime()));
	}

	/**
	 * Nodes that send each other numbers with random delays, through channels, fibers
	 * with timeouts, drifting clocks, pauses and crashes.
	 */
	private static final class RandomWorld {

		private static final int NODES = 3;

		private final VirtualTime time;

		private final SplittableRandom random;

		private final List<String> trace = new ArrayList<>();

		private final List<FiberChannel<Integer>> inputs = new ArrayList<>();

		private final List<VirtualDispatcher> nodes = new ArrayList<>();

		RandomWorld(long seed) {
			this.time = new VirtualTime(seed);
			this.random = this.time.newRandom();
			for (int i = 0; i < NODES; i++) {
				this.nodes.add(new VirtualDispatcher(this.time, "node " + i));
				this.inputs.add(startNode(i));
			}
		}

		List<String> run() {
			for (int i = 0; i < 200; i++) {
				VirtualDispatcher node = this.nodes.get(this.random.nextInt(NODES));
				switch (this.random.nextInt(4)) {
					case 0 -> node.pause();
					case 1 -> node.clock().setDrift(this.random.nextInt(-100_000, 100_000));
					case 2 -> node.clock().jump(Duration.ofMillis(this.random.nextInt(10)));
					default -> node.resume();
				}
				this.time.advance(Duration.ofMillis(this.random.nextInt(1, 20)));
			}
			this.nodes.forEach(VirtualDispatcher::kill);
			this.time.advance(Duration.ofSeconds(1));
			return this.trace;
		}

		private FiberChannel<Integer> startNode(int number) {
			FiberGroup group = this.nodes.get(number).createGroup("group");
			FiberChannel<Integer> input = group.newChannel("input", 4);
			SplittableRandom nodeRandom = this.time.newRandom();
			group.execute(() -> group.start("loop", new FiberFrame<Void>() {
				@Override
				protected Step execute() {
					return take(input, Duration.ofMillis(5), this::answer, () -> answer(number));
				}

				private Step answer(Integer item) {
					RandomWorld.this.trace.add(number + " got " + item + " at " + group().clock().nanoTime());
					int receiver = nodeRandom.nextInt(NODES);
					RandomWorld.this.time.schedule(nodeRandom.nextInt(8_000_000), () -> RandomWorld.this.trace
						.add("offer: " + RandomWorld.this.inputs.get(receiver).offer(item + 1)));
					return sleep(Duration.ofNanos(nodeRandom.nextInt(1_000_000)), this::execute);
				}
			}));
			return input;
		}

	}

}
