package io.dongting.fiber;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sleep, calls, failures and finally.
 */
class FiberFrameTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	private final List<String> log = this.world.log;

	@Test
	void aSleepLastsItsTime() {
		this.world.start("sleeper", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				FiberFrameTests.this.log.add("at " + FiberFrameTests.this.world.nowMillis());
				return sleep(Duration.ofMillis(10), this::execute);
			}
		});
		this.world.advanceMillis(25);
		assertThat(this.log).containsExactly("at 0", "at 10", "at 20");
	}

	@Test
	void aCalledFrameGivesItsResultToTheCaller() {
		this.world.start("caller", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return call(new Factorial(10), this::print);
			}

			private Step print(long result) {
				FiberFrameTests.this.log.add("10! = " + result);
				return finish();
			}
		});
		assertThat(this.log).containsExactly("10! = 3628800");
	}

	@Test
	void aFrameMayBeCalledAgainInALoop() {
		Factorial reused = new Factorial(3);
		int[] sum = new int[1];
		this.world.start("caller", new FiberFrame<Void>() {
			private int calls;

			@Override
			protected Step execute() {
				return (this.calls++ < 10_000) ? call(reused, this::add) : finish();
			}

			private Step add(long result) {
				sum[0] += (int) result;
				return execute();
			}
		});
		assertThat(sum[0]).isEqualTo(60_000);
	}

	@Test
	void recursionWithoutEndIsAnErrorOfThatFiber() {
		int[] finals = new int[1];
		class Endless extends FiberFrame<Void> {

			@Override
			protected Step execute() {
				return call(new Endless(), (result) -> finish());
			}

			@Override
			protected void onFinally() {
				finals[0]++;
			}

		}
		this.world.start("endless", new Endless());
		assertThat(this.world.failures)
			.containsExactly("group: fiber 'endless': fiber 'endless' has more than 1024 frames that call each other");
		assertThat(finals[0]).isEqualTo(1024);
	}

	@Test
	void finallyRunsOnceWhenAFrameFinishes() {
		Fiber fiber = this.world.start("fiber", frame("outer", () -> frame("inner", null)));
		assertThat(this.log).containsExactly("outer begins", "inner begins", "inner finally", "outer resumes",
				"outer finally");
		assertThat(fiber.failure()).isNull();
	}

	@Test
	void finallyRunsOnceWhenAFrameFails() {
		Fiber fiber = this.world.start("fiber", frame("outer", () -> failing("inner")));
		assertThat(this.log).containsExactly("outer begins", "inner finally", "outer finally");
		assertThat(this.world.failures).containsExactly("group: fiber 'fiber': inner failed");
		assertThat(fiber.failure()).isInstanceOf(IOException.class);
	}

	@Test
	void finallyRunsOnceWhenAWaitIsCancelled() {
		Fiber fiber = this.world.start("fiber", frame("outer", () -> sleeping("inner")));
		this.world.run(() -> {
			fiber.cancel("test");
			this.log.add("cancel returned");
			fiber.cancel("again");
		});
		assertThat(this.log).containsExactly("outer begins", "inner finally", "outer finally", "cancel returned");
		assertThat(fiber.cancelReason()).isEqualTo("test");
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void finallyRunsOnceWhenAFiberIsCancelledBeforeItsFirstStep() {
		this.world.run(() -> this.group.start("fiber", frame("frame", null)).cancel("test"));
		assertThat(this.log).containsExactly("frame finally");
	}

	@Test
	void aFiberThatCancelsItselfEndsWhenItsMethodReturns() {
		this.world.start("fiber", new LoggingFrame("frame") {
			@Override
			protected Step execute() {
				fiber().cancel("enough");
				FiberFrameTests.this.log.add("rest of the method");
				return call(frame("callee", null), (result) -> finish());
			}
		});
		assertThat(this.log).containsExactly("rest of the method", "callee finally", "frame finally");
	}

	@Test
	void aFiberThatCancelsItselfAndThenFailsIsNotHandledButReported() {
		this.world.start("fiber", new LoggingFrame("frame") {
			@Override
			protected Step execute() {
				fiber().cancel("enough");
				throw new IllegalStateException("after the cancellation");
			}

			@Override
			protected Step handle(Exception failure) {
				FiberFrameTests.this.log.add("handled");
				return finish();
			}
		});
		assertThat(this.log).containsExactly("frame finally");
		assertThat(this.world.failures).containsExactly("group: fiber 'fiber': after the cancellation");
	}

	@Test
	void anExceptionOfACalledFrameCanBeHandledByItsCaller() {
		this.world.start("fiber", new LoggingFrame("outer") {
			private int attempts;

			@Override
			protected Step execute() {
				return call(failing("inner " + ++this.attempts), (result) -> finish());
			}

			@Override
			protected Step handle(Exception failure) {
				FiberFrameTests.this.log.add("handled: " + failure.getMessage());
				return (this.attempts < 3) ? sleep(Duration.ofSeconds(1), this::execute) : finish();
			}
		});
		this.world.time.advance(Duration.ofSeconds(10));
		assertThat(this.log).containsExactly("inner 1 finally", "handled: inner 1 failed", "inner 2 finally",
				"handled: inner 2 failed", "inner 3 finally", "handled: inner 3 failed", "outer finally");
		assertThat(this.world.failures).isEmpty();
	}

	@Test
	void aHandlerThatThrowsGivesItsExceptionToTheCaller() {
		this.world.start("fiber", new LoggingFrame("outer") {
			@Override
			protected Step execute() {
				return call(new LoggingFrame("middle") {
					@Override
					protected Step execute() {
						return call(failing("inner"), (result) -> finish());
					}

					@Override
					protected Step handle(Exception failure) {
						throw new IllegalStateException("translated", failure);
					}
				}, (result) -> finish());
			}

			@Override
			protected Step handle(Exception failure) {
				FiberFrameTests.this.log.add(failure.getMessage() + " because " + failure.getCause().getMessage());
				return finish();
			}
		});
		assertThat(this.log).containsExactly("inner finally", "middle finally", "translated because inner failed",
				"outer finally");
	}

	@Test
	void anExceptionInFinallyFailsTheFrameThatHadFinished() {
		this.world.start("fiber", new LoggingFrame("outer") {
			@Override
			protected Step execute() {
				return call(new FiberFrame<Void>() {
					@Override
					protected Step execute() {
						return finish();
					}

					@Override
					protected void onFinally() {
						throw new IllegalStateException("in finally");
					}
				}, (result) -> {
					FiberFrameTests.this.log.add("resumed");
					return finish();
				});
			}
		});
		assertThat(this.log).containsExactly("outer finally");
		assertThat(this.world.failures).containsExactly("group: fiber 'fiber': in finally");
	}

	@Test
	void anExceptionInFinallyIsAddedToTheOneThatWasUnderWay() {
		Fiber fiber = this.world.start("fiber", new FiberFrame<Void>() {
			@Override
			protected Step execute() throws IOException {
				throw new IOException("first");
			}

			@Override
			protected void onFinally() {
				throw new IllegalStateException("in finally");
			}
		});
		assertThat(fiber.failure()).hasMessage("first");
		assertThat(fiber.failure().getSuppressed()).singleElement()
			.satisfies((suppressed) -> assertThat(suppressed).hasMessage("in finally"));
	}

	@Test
	void anExceptionInFinallyDoesNotStopACancellation() {
		Fiber fiber = this.world.start("fiber", new LoggingFrame("outer") {
			@Override
			protected Step execute() {
				return call(new FiberFrame<Void>() {
					@Override
					protected Step execute() {
						return sleep(Duration.ofDays(1), this::finish);
					}

					@Override
					protected void onFinally() {
						throw new IllegalStateException("in finally");
					}
				}, (result) -> finish());
			}
		});
		this.world.run(() -> fiber.cancel("test"));
		assertThat(this.log).containsExactly("outer finally");
		assertThat(this.world.failures).containsExactly("group: onFinally of cancelled fiber 'fiber': in finally");
	}

	@Test
	void anExceptionEndsOnlyItsOwnFiber() {
		List<Fiber> others = new ArrayList<>();
		this.world.run(() -> {
			others.add(this.group.start("before", sleeping("before")));
			this.group.start("failing", failing("frame"));
			others.add(this.group.start("after", sleeping("after")));
		});
		assertThat(this.group.dump()).contains("2 fibers").contains("'before'").contains("'after'");
		assertThat(this.world.failures).hasSize(1);
	}

	@Test
	void cancellationDoesNotGoToTheHandler() {
		Fiber fiber = this.world.start("fiber", new LoggingFrame("frame") {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}

			@Override
			protected Step handle(Exception failure) {
				FiberFrameTests.this.log.add("handled");
				return execute();
			}
		});
		this.world.run(() -> fiber.cancel("test"));
		assertThat(this.log).containsExactly("frame finally");
	}

	private LoggingFrame frame(String name, Supplier<FiberFrame<Void>> callee) {
		return new LoggingFrame(name) {
			@Override
			protected Step execute() {
				FiberFrameTests.this.log.add(name + " begins");
				return (callee != null) ? call(callee.get(), this::resumed) : finish();
			}

			private Step resumed(Void result) {
				FiberFrameTests.this.log.add(name + " resumes");
				return finish();
			}
		};
	}

	private LoggingFrame failing(String name) {
		return new LoggingFrame(name) {
			@Override
			protected Step execute() throws IOException {
				throw new IOException(name + " failed");
			}
		};
	}

	private LoggingFrame sleeping(String name) {
		return new LoggingFrame(name) {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}
		};
	}

	private abstract class LoggingFrame extends FiberFrame<Void> {

		private final String name;

		LoggingFrame(String name) {
			this.name = name;
		}

		@Override
		protected void onFinally() {
			FiberFrameTests.this.log.add(this.name + " finally");
		}

	}

	private static final class Factorial extends FiberFrame<Long> {

		private final int number;

		Factorial(int number) {
			this.number = number;
		}

		@Override
		protected Step execute() {
			return (this.number <= 1) ? finish(1L) : call(new Factorial(this.number - 1), this::multiply);
		}

		private Step multiply(long result) {
			return finish(this.number * result);
		}

	}

}
