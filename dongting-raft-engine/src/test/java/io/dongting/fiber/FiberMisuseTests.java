package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A wait that is not returned fails at once, with the name of the fiber.
 */
class FiberMisuseTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	@Test
	void aSecondStepWithoutReturningTheFirstIsAnError() {
		Fiber fiber = this.world.start("writer", new Frame() {
			@Override
			protected Step execute() {
				sleep(Duration.ofMillis(1), this::finish);
				return finish();
			}
		});
		assertThat(fiber.failure()).isInstanceOf(FiberMisuseError.class)
			.hasMessageContaining("fiber 'writer'")
			.hasMessageContaining("second step");
		assertThat(this.world.log).containsExactly("finally");
	}

	@Test
	void aStepThatIsMissingIsAnError() {
		Fiber fiber = this.world.start("writer", new Frame() {
			@Override
			@SuppressWarnings("NullAway")
			protected Step execute() {
				return null;
			}
		});
		assertThat(fiber.failure()).isInstanceOf(FiberMisuseError.class).hasMessageContaining("fiber 'writer'");
	}

	@Test
	void aStepThatWasReturnedBeforeIsAnError() {
		List<Step> kept = new ArrayList<>();
		Fiber fiber = this.world.start("writer", new Frame() {
			@Override
			protected Step execute() {
				kept.add(yieldThen(() -> kept.get(0)));
				return kept.get(0);
			}
		});
		assertThat(fiber.failure()).isInstanceOf(FiberMisuseError.class).hasMessageContaining("fiber 'writer'");
	}

	@Test
	void misuseIsNotForTheHandlerOfTheFrame() {
		this.world.start("writer", new Frame() {
			@Override
			protected Step execute() {
				sleep(Duration.ofMillis(1), this::finish);
				return finish();
			}

			@Override
			protected Step handle(Exception failure) {
				FiberMisuseTests.this.world.log.add("handled");
				return finish();
			}
		});
		assertThat(this.world.log).containsExactly("finally");
		assertThat(this.world.failures).hasSize(1);
	}

	@Test
	void aStepMadeByATaskIsAnErrorOfTheTask() {
		Frame sleeping = new Frame() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}
		};
		this.world.start("sleeper", sleeping);
		this.world.run(sleeping::finish);
		assertThat(this.world.failures).singleElement()
			.satisfies((failure) -> assertThat(failure).startsWith("group: task: ").contains("fiber 'sleeper'"));
		assertThat(this.group.dump()).contains("fiber 'sleeper' WAITING");
	}

	@Test
	void aStepMadeInFinallyIsAnError() {
		Fiber fiber = this.world.start("writer", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return finish();
			}

			@Override
			protected void onFinally() {
				sleep(Duration.ofMillis(1), this::finish);
			}
		});
		assertThat(fiber.failure()).isInstanceOf(FiberMisuseError.class).hasMessageContaining("onFinally");
	}

	@Test
	void aFrameCannotRunTwiceAtOnce() {
		Frame frame = new Frame() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}
		};
		this.world.start("first", frame);
		this.world.run(() -> this.group.start("second", frame));
		assertThat(this.world.failures).singleElement()
			.satisfies((failure) -> assertThat(failure).contains("fiber 'first'").contains("fiber 'second'"));
		assertThat(this.group.dump()).contains("1 fiber\n");
	}

	@Test
	void aWaitForSomethingOfAnotherGroupIsAnError() {
		FiberFuture<String> foreign = this.world.dispatcher.createGroup("other").newFuture("foreign");
		Fiber fiber = this.world.start("writer", new Frame() {
			@Override
			protected Step execute() {
				return await(foreign, (value) -> finish());
			}
		});
		assertThat(fiber.failure()).isInstanceOf(FiberMisuseError.class)
			.hasMessage("fiber 'writer' cannot wait for future 'foreign' of group 'other'");
	}

	@Test
	void aScopeOfAnotherGroupIsRefused() {
		FiberGroup other = this.world.dispatcher.createGroup("other");
		this.world.run(() -> assertThatIllegalArgumentException()
			.isThrownBy(() -> this.group.start(other.rootScope(), "fiber", new Frame() {
				@Override
				protected Step execute() {
					return finish();
				}
			})));
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void aFrameThatDoesNotRunHasNoFiber() {
		Frame idle = new Frame() {
			@Override
			protected Step execute() {
				return finish();
			}
		};
		assertThatExceptionOfType(FiberMisuseError.class).isThrownBy(idle::fiber);
	}

	@Test
	void aNegativeWaitIsRefusedAndCanBeHandled() {
		this.world.start("writer", new Frame() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofNanos(-1), this::finish);
			}

			@Override
			protected Step handle(Exception failure) {
				FiberMisuseTests.this.world.log.add(failure.getMessage());
				return finish();
			}
		});
		assertThat(this.world.log).containsExactly("A wait must not be negative but is PT-0.000000001S", "finally");
	}

	@Test
	void aBatchWithoutItemsIsRefusedBeforeTheWait() {
		FiberChannel<String> channel = this.group.newChannel("channel", 1);
		Fiber fiber = this.world.start("writer", new Frame() {
			@Override
			protected Step execute() {
				return takeBatch(channel, 0, (items) -> finish());
			}
		});
		assertThat(fiber.failure()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'maxItems'");
	}

	private abstract class Frame extends FiberFrame<Void> {

		@Override
		protected void onFinally() {
			FiberMisuseTests.this.world.log.add("finally");
		}

	}

}
