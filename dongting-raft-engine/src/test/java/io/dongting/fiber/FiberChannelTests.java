package io.dongting.fiber;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FiberChannelTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	private final FiberChannel<Integer> channel = this.group.newChannel("numbers", 3);

	@Test
	void aFullChannelRefusesAnOfferUntilThereIsRoom() {
		assertThat(List.of(this.channel.offer(1), this.channel.offer(2), this.channel.offer(3))).containsOnly(true);
		assertThat(this.channel.offer(4)).isFalse();
		assertThat(this.channel.size()).isEqualTo(3);
		this.world.run(() -> {
			assertThat(this.channel.poll()).isEqualTo(1);
			assertThat(this.channel.offer(5)).isTrue();
			assertThat(this.channel.offer(6)).isFalse();
			assertThat(this.channel.pollBatch(10)).containsExactly(2, 3, 5);
			assertThat(this.channel.poll()).isNull();
			assertThat(this.channel.size()).isZero();
		});
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void aLoopTakesEveryItemInOrder() {
		this.world.start("consumer", new Consumer("consumer"));
		for (int i = 0; i < 10; i++) {
			assertThat(this.channel.offer(i)).isTrue();
			this.world.time.runUntilIdle();
		}
		assertThat(this.log).containsExactly("consumer 0", "consumer 1", "consumer 2", "consumer 3", "consumer 4",
				"consumer 5", "consumer 6", "consumer 7", "consumer 8", "consumer 9");
	}

	@Test
	void itemsThatCameBeforeTheWaitAreTaken() {
		this.channel.offer(1);
		this.channel.offer(2);
		this.world.start("consumer", new Consumer("consumer"));
		assertThat(this.log).containsExactly("consumer 1", "consumer 2");
	}

	@Test
	void eachItemGoesToOneOfSeveralConsumersAndNoneIsForgotten() {
		for (String name : List.of("a", "b", "c")) {
			this.world.start(name, new FiberFrame<Void>() {
				@Override
				protected Step execute() {
					return take(FiberChannelTests.this.channel, this::taken);
				}

				private Step taken(Integer item) {
					FiberChannelTests.this.log.add(name + item);
					return finish();
				}
			});
		}
		this.world.run(() -> {
			this.channel.offer(1);
			this.channel.offer(2);
		});
		assertThat(this.log).containsExactly("a1", "b2");
		this.channel.offer(3);
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("a1", "b2", "c3");
	}

	@Test
	void itemsOfferedTogetherFromOutsideWakeAsManyConsumers() {
		for (String name : List.of("a", "b", "c")) {
			this.world.start(name, new FiberFrame<Void>() {
				@Override
				protected Step execute() {
					return take(FiberChannelTests.this.channel, (item) -> {
						FiberChannelTests.this.log.add(name + item);
						return finish();
					});
				}
			});
		}
		this.channel.offer(1);
		this.channel.offer(2);
		this.world.time.runUntilIdle();
		assertThat(this.log).containsExactly("a1", "b2");
	}

	@Test
	void aBatchIsWhatIsThereUpToTheLimit() {
		FiberFrame<Void> batches = new FiberFrame<>() {
			@Override
			protected Step execute() {
				return takeBatch(FiberChannelTests.this.channel, 2, this::taken);
			}

			private Step taken(List<Integer> items) {
				FiberChannelTests.this.log.add(items.toString());
				return execute();
			}
		};
		for (int i = 1; i <= 3; i++) {
			this.channel.offer(i);
		}
		this.world.start("batches", batches);
		assertThat(this.log).containsExactly("[1, 2]", "[3]");
	}

	@Test
	void aTakeMayTimeOut() {
		this.world.start("patient", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return take(FiberChannelTests.this.channel, Duration.ofMillis(1), this::taken, this::timedOut);
			}

			private Step taken(Integer item) {
				FiberChannelTests.this.log.add("item " + item);
				return takeBatch(FiberChannelTests.this.channel, 9, Duration.ofMillis(1), (items) -> {
					FiberChannelTests.this.log.add("items " + items);
					return execute();
				}, this::timedOut);
			}

			private Step timedOut() {
				FiberChannelTests.this.log.add("timed out at " + FiberChannelTests.this.world.nowMillis());
				return finish();
			}
		});
		this.channel.offer(1);
		this.world.time.runUntilIdle();
		this.channel.offer(2);
		this.world.advanceMillis(5);
		assertThat(this.log).containsExactly("item 1", "items [2]", "timed out at 1");
	}

	@Test
	void aClosedChannelRefusesOffersAndHandsBackWhatItHeld() {
		this.channel.offer(1);
		this.channel.offer(2);
		this.world.run(() -> {
			assertThat(this.channel.poll()).isEqualTo(1);
			this.channel.offer(3);
			assertThat(this.channel.close()).containsExactly(2, 3);
			assertThat(this.channel.close()).isEmpty();
		});
		assertThat(this.world.failures).isEmpty();
		assertThat(this.channel.isClosed()).isTrue();
		assertThat(this.channel.offer(4)).isFalse();
		assertThat(this.channel.size()).isZero();
	}

	@Test
	void aFiberThatWaitsForAClosedChannelFails() {
		this.world.start("consumer", new Consumer("consumer"));
		this.world.run(this.channel::close);
		assertThat(this.world.failures).containsExactly("group: fiber 'consumer': Channel 'numbers' is closed");
	}

	@Test
	void theArgumentsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.group.newChannel("none", 0));
		this.world.run(() -> assertThatIllegalArgumentException().isThrownBy(() -> this.channel.pollBatch(0)));
		assertThat(this.world.failures).isEmpty();
	}

	private final class Consumer extends FiberFrame<Void> {

		private final String name;

		Consumer(String name) {
			this.name = name;
		}

		@Override
		protected Step execute() {
			return take(FiberChannelTests.this.channel, this::print);
		}

		private Step print(Integer item) {
			FiberChannelTests.this.log.add(this.name + " " + item);
			return execute();
		}

	}

}
