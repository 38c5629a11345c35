package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class ThreadDispatcherTests {

	private final ThreadDispatcher dispatcher = new ThreadDispatcher("dispatcher", new SystemClock(),
			DispatcherOptions.defaults().asDaemon());

	private final FiberGroup group = this.dispatcher.createGroup("group");

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@Test
	void tasksRunOnTheThreadOfTheDispatcher() throws Exception {
		this.dispatcher.start();
		CompletableFuture<String> thread = new CompletableFuture<>();
		this.group.execute(() -> thread.complete(Thread.currentThread().getName() + " " + this.group.inGroup()));
		assertThat(thread.get()).isEqualTo("dispatcher true");
		assertThat(this.group.inGroup()).isFalse();
	}

	@Test
	void tasksHandedInBeforeTheStartRunAfterIt() throws Exception {
		CompletableFuture<String> ran = new CompletableFuture<>();
		this.group.execute(() -> ran.complete("ran"));
		this.dispatcher.start();
		assertThat(ran.get()).isEqualTo("ran");
	}

	@Test
	void aTimerWakesASleepingThread() throws Exception {
		this.dispatcher.start();
		List<Long> times = new ArrayList<>();
		CompletableFuture<List<Long>> fired = new CompletableFuture<>();
		this.group.execute(() -> {
			times.add(this.dispatcher.clock().nanoTime());
			this.group.schedule(TimeUnit.MILLISECONDS.toNanos(20), () -> {
				times.add(this.dispatcher.clock().nanoTime());
				fired.complete(times);
			});
		});
		assertThat(fired.get()).hasSize(2);
		assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
	}

	@Test
	void anEarlierTimerSetByATaskOvertakesALaterOne() throws Exception {
		this.dispatcher.start();
		CompletableFuture<String> fired = new CompletableFuture<>();
		this.group.execute(() -> this.group.schedule(TimeUnit.DAYS.toNanos(1), () -> fired.complete("later")));
		this.group
			.execute(() -> this.group.schedule(TimeUnit.MILLISECONDS.toNanos(1), () -> fired.complete("earlier")));
		assertThat(fired.get()).isEqualTo("earlier");
	}

	@Test
	void aFiberWaitsForAFutureCompletedByAnotherThread() throws Exception {
		this.dispatcher.start();
		FiberFuture<String> answer = this.group.newFuture("answer");
		CompletableFuture<String> received = new CompletableFuture<>();
		this.group.execute(() -> this.group.start("fiber", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return await(answer, (value) -> {
					received.complete(value + " on " + Thread.currentThread().getName());
					return finish();
				});
			}
		}));
		answer.complete("42");
		assertThat(received.get()).isEqualTo("42 on dispatcher");
	}

	@Test
	void anInterruptDoesNotEndTheThread() throws Exception {
		this.dispatcher.start();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.group.execute(() -> thread.complete(Thread.currentThread()));
		thread.get().interrupt();
		CompletableFuture<String> ran = new CompletableFuture<>();
		this.group.execute(() -> ran.complete("ran"));
		assertThat(ran.get()).isEqualTo("ran");
	}

	@Test
	void aFailureOfTheClockDoesNotEndTheThread() throws Exception {
		AtomicInteger readings = new AtomicInteger();
		Clock failingOnce = new Clock() {
			@Override
			public long nanoTime() {
				// The first reading belongs to the task, the second to the dispatcher.
				if (readings.incrementAndGet() == 2) {
					throw new IllegalStateException("no time");
				}
				return System.nanoTime();
			}

			@Override
			public long currentTimeMillis() {
				return System.currentTimeMillis();
			}
		};
		try (ThreadDispatcher robust = new ThreadDispatcher("robust", failingOnce)) {
			FiberGroup robustGroup = robust.createGroup("group");
			CompletableFuture<String> fired = new CompletableFuture<>();
			robustGroup.execute(() -> robustGroup.schedule(1, () -> fired.complete("fired")));
			robust.start();
			assertThat(fired.get()).isEqualTo("fired");
			assertThat(readings.get()).isGreaterThan(2);
		}
	}

	@Test
	void closingRunsWhatWasAcceptedAndEndsTheThread() throws Exception {
		this.dispatcher.start();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.group.execute(() -> thread.complete(Thread.currentThread()));
		List<String> log = new ArrayList<>();
		this.group.execute(() -> this.group.start("fiber", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}

			@Override
			protected void onFinally() {
				log.add("finally");
			}
		}));
		this.group.execute(() -> log.add("task"));
		this.dispatcher.close();
		this.dispatcher.close();
		assertThat(log).containsExactly("task", "finally");
		assertThat(thread.get().isAlive()).isFalse();
		assertThat(this.group.execute(() -> log.add("late"))).isFalse();
		assertThat(this.group.stopped().toCompletableFuture()).isCompleted();
	}

	@Test
	void closingWithoutAStartStillRunsWhatWasAccepted() {
		List<String> log = new ArrayList<>();
		this.group.execute(() -> log.add("task"));
		this.dispatcher.close();
		assertThat(log).containsExactly("task");
		assertThatIllegalStateException().isThrownBy(this.dispatcher::start);
		assertThatIllegalStateException().isThrownBy(() -> this.dispatcher.createGroup("new"));
	}

	@Test
	void closingFromInsideAGroupDoesNotWaitForItself() throws Exception {
		this.dispatcher.start();
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.group.execute(() -> {
			this.dispatcher.close();
			thread.complete(Thread.currentThread());
		});
		thread.get().join();
		assertThat(this.group.stopped().toCompletableFuture()).isCompleted();
	}

	@Test
	void closingDoesNotWaitForEverForCodeThatDoesNotReturn() throws Exception {
		ThreadDispatcher stuck = new ThreadDispatcher("stuck", new SystemClock(),
				DispatcherOptions.defaults().asDaemon().withCloseTimeout(Duration.ofMillis(20)));
		FiberGroup stuckGroup = stuck.createGroup("group");
		CountDownLatch release = new CountDownLatch(1);
		stuckGroup.execute(() -> awaitQuietly(release));
		stuck.start();
		stuck.close();
		assertThat(stuckGroup.stopped().toCompletableFuture()).isNotDone();
		release.countDown();
		stuckGroup.stopped().toCompletableFuture().get();
	}

	@Test
	void aDumpFromOutsideDoesNotWaitForAThreadThatHangs() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.group.execute(() -> this.group.start("waiter", new FiberFrame<Void>() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofDays(1), this::finish);
			}
		}));
		this.dispatcher.start();
		// Two rounds, so that the fiber waits before the thread hangs.
		this.group.execute(() -> this.group.execute(() -> {
			hanging.countDown();
			awaitQuietly(release);
		}));
		hanging.await();
		String dump = this.group.dump();
		release.countDown();
		assertThat(dump).contains("fiber 'waiter' WAITING for sleep of PT24H")
			.contains("thread 'dispatcher' is at")
			.contains("aDumpFromOutsideDoesNotWaitForAThreadThatHangs");
	}

	@Test
	void groupsOfOneDispatcherStopIndependently() throws Exception {
		this.dispatcher.start();
		FiberGroup other = this.dispatcher.createGroup("other");
		this.group.stop().toCompletableFuture().get();
		CompletableFuture<String> ran = new CompletableFuture<>();
		assertThat(other.execute(() -> ran.complete("ran"))).isTrue();
		assertThat(ran.get()).isEqualTo("ran");
	}

	@Test
	void whoWaitsForTheEndMayFailWithoutHarm() throws Exception {
		this.dispatcher.start();
		CompletableFuture<Void> dependent = this.group.stopped().toCompletableFuture().thenRun(() -> {
			throw new IllegalStateException("in continuation");
		});
		FiberGroup other = this.dispatcher.createGroup("other");
		this.group.stop();
		CompletableFuture<String> ran = new CompletableFuture<>();
		other.execute(() -> ran.complete("ran"));
		assertThat(ran.get()).isEqualTo("ran");
		assertThat(dependent.handle((value, failure) -> failure).get()).hasMessageContaining("in continuation");
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
