package io.dongting.fiber;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads hand work to few groups. What is checked does not depend on timing; only
 * how much of the interesting interleavings a run meets does.
 */
@Timeout(120)
class ThreadDispatcherStressTests {

	private static final int PRODUCERS = 8;

	@RepeatedTest(3)
	void everyTaskRunsOnceInTheOrderOfItsProducer() throws Exception {
		int tasksPerProducer = 50_000;
		try (ThreadDispatcher dispatcher = newDispatcher()) {
			List<FiberGroup> groups = List.of(dispatcher.createGroup("a"), dispatcher.createGroup("b"));
			// Owned by the groups, so plain: a lost update or a race shows as a wrong
			// count.
			int[][] nextOf = new int[groups.size()][PRODUCERS];
			AtomicInteger outOfOrder = new AtomicInteger();
			CountDownLatch done = new CountDownLatch(PRODUCERS * tasksPerProducer);
			dispatcher.start();
			runProducers((producer) -> {
				int target = producer % groups.size();
				for (int i = 0; i < tasksPerProducer; i++) {
					int number = i;
					assertThat(groups.get(target).execute(() -> {
						if (nextOf[target][producer]++ != number) {
							outOfOrder.incrementAndGet();
						}
						done.countDown();
					})).isTrue();
				}
			});
			done.await();
			assertThat(outOfOrder).hasValue(0);
			for (int producer = 0; producer < PRODUCERS; producer++) {
				assertThat(nextOf[producer % groups.size()][producer]).isEqualTo(tasksPerProducer);
			}
		}
	}

	@RepeatedTest(20)
	void aStopUnderLoadRunsOrRefusesEveryTask() throws Exception {
		AtomicLong accepted = new AtomicLong();
		AtomicInteger refusing = new AtomicInteger();
		long[] ran = new long[1];
		try (ThreadDispatcher dispatcher = newDispatcher()) {
			FiberGroup group = dispatcher.createGroup("group");
			dispatcher.start();
			runProducers((producer) -> {
				while (group.execute(() -> ran[0]++)) {
					if (accepted.incrementAndGet() == 10_000) {
						group.stop();
					}
				}
				refusing.incrementAndGet();
			});
			group.stopped().toCompletableFuture().get();
		}
		assertThat(refusing).hasValue(PRODUCERS);
		assertThat(ran[0]).isEqualTo(accepted.get()).isGreaterThanOrEqualTo(10_000);
	}

	@Test
	void noWakeUpIsLostWhenTheThreadGoesToSleep() throws Exception {
		// Each task is handed in only after the one before ran, so the thread is always
		// about to sleep or asleep; one lost wake-up and the test does not end.
		int roundTrips = 20_000;
		try (ThreadDispatcher dispatcher = newDispatcher()) {
			FiberGroup group = dispatcher.createGroup("group");
			dispatcher.start();
			Thread caller = Thread.currentThread();
			AtomicInteger ran = new AtomicInteger();
			for (int i = 1; i <= roundTrips; i++) {
				int number = i;
				group.execute(() -> {
					ran.set(number);
					LockSupport.unpark(caller);
				});
				while (ran.get() != number) {
					LockSupport.park();
				}
			}
			assertThat(ran).hasValue(roundTrips);
		}
	}

	@Test
	void everyItemOfAChannelIsTakenOnceOrHandedBack() throws Exception {
		AtomicLong acceptedSum = new AtomicLong();
		AtomicInteger acceptedCount = new AtomicInteger();
		long[] takenSum = new long[1];
		int[] takenCount = new int[1];
		int[] largestSize = new int[1];
		try (ThreadDispatcher dispatcher = newDispatcher()) {
			FiberGroup group = dispatcher.createGroup("group");
			FiberChannel<Integer> channel = group.newChannel("channel", 64);
			group.execute(() -> group.start("consumer", new FiberFrame<Void>() {
				@Override
				protected Step execute() {
					return takeBatch(channel, 16, this::taken);
				}

				private Step taken(List<Integer> items) {
					largestSize[0] = Math.max(largestSize[0], channel.size());
					count(items);
					return execute();
				}

				private void count(List<Integer> items) {
					takenCount[0] += items.size();
					items.forEach((item) -> takenSum[0] += item);
				}

				@Override
				protected void onFinally() {
					count(channel.close());
				}
			}));
			dispatcher.start();
			runProducers((producer) -> {
				for (int i = 0; i < 20_000; i++) {
					if (channel.offer(i)) {
						acceptedCount.incrementAndGet();
						acceptedSum.addAndGet(i);
					}
				}
			});
			group.stop().toCompletableFuture().get();
			assertThat(channel.offer(1)).isFalse();
		}
		assertThat(takenCount[0]).isEqualTo(acceptedCount.get()).isPositive();
		assertThat(takenSum[0]).isEqualTo(acceptedSum.get());
		assertThat(largestSize[0]).isLessThanOrEqualTo(64);
	}

	@RepeatedTest(5)
	void aFutureThatManyThreadsCompleteHasOneWinner() throws Exception {
		try (ThreadDispatcher dispatcher = newDispatcher()) {
			FiberGroup group = dispatcher.createGroup("group");
			dispatcher.start();
			int futures = 2000;
			AtomicInteger winners = new AtomicInteger();
			CountDownLatch heard = new CountDownLatch(futures);
			List<FiberFuture<Integer>> all = new ArrayList<>();
			for (int i = 0; i < futures; i++) {
				FiberFuture<Integer> future = group.newFuture("future");
				all.add(future);
				group.execute(() -> future.whenComplete((value, failure) -> heard.countDown()));
			}
			runProducers((producer) -> {
				for (FiberFuture<Integer> future : all) {
					if (future.complete(producer)) {
						winners.incrementAndGet();
					}
				}
			});
			heard.await();
			assertThat(winners).hasValue(futures);
		}
	}

	private static ThreadDispatcher newDispatcher() {
		return new ThreadDispatcher("dispatcher", new SystemClock(), DispatcherOptions.defaults().asDaemon());
	}

	private static void runProducers(Producer producer) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(PRODUCERS);
		List<Thread> threads = new ArrayList<>();
		List<Throwable> failures = new ArrayList<>();
		for (int i = 0; i < PRODUCERS; i++) {
			int number = i;
			Thread thread = new Thread(() -> {
				try {
					barrier.await();
					producer.run(number);
				}
				catch (Throwable ex) {
					synchronized (failures) {
						failures.add(ex);
					}
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failures).isEmpty();
	}

	@FunctionalInterface
	private interface Producer {

		void run(int number) throws Exception;

	}

}
