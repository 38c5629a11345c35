package io.dongting.spring.statemachine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionQueueTests {

	private final Deque<Runnable> started = new ArrayDeque<>();

	private final List<Integer> done = new ArrayList<>();

	private final CompletionQueue queue = new CompletionQueue(this.started::add, 2);

	@Test
	void wakesNoMoreThreadsThanMayWork() {
		for (int i = 0; i < 5; i++) {
			complete(i);
		}
		assertThat(this.started).hasSize(2);
		this.started.remove().run();
		assertThat(this.done).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void wakesAThreadAgainWhenOneHasRunOutOfWork() {
		complete(0);
		this.started.remove().run();
		complete(1);
		this.started.remove().run();
		assertThat(this.done).containsExactly(0, 1);
	}

	@Test
	void runsWhatIsAddedWhileAllAreAtWork() {
		this.queue.execute(() -> {
			complete(1);
			complete(2);
			complete(3);
		});
		this.started.remove().run();
		assertThat(this.done).containsExactly(1, 2, 3);
	}

	@Test
	void goesOnAfterOneThatFails() {
		this.queue.execute(() -> {
			throw new IllegalStateException("A completion that fails");
		});
		complete(1);
		List<Throwable> reported = new ArrayList<>();
		Thread thread = Thread.currentThread();
		Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
		thread.setUncaughtExceptionHandler((failing, cause) -> reported.add(cause));
		try {
			this.started.remove().run();
		}
		finally {
			thread.setUncaughtExceptionHandler(before);
		}
		assertThat(this.done).containsExactly(1);
		assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@Test
	void completesOnTheCallerWhenThreadsTakeNothingMore() {
		CompletionQueue closing = new CompletionQueue((work) -> {
			throw new RejectedExecutionException();
		}, 1);
		closing.execute(() -> this.done.add(1));
		closing.execute(() -> this.done.add(2));
		assertThat(this.done).containsExactly(1, 2);
	}

	@Test
	void losesNothingBetweenThreads() throws InterruptedException {
		int count = 200_000;
		ExecutorService threads = Executors.newFixedThreadPool(2);
		CompletionQueue shared = new CompletionQueue(threads, 2);
		CountDownLatch all = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			shared.execute(all::countDown);
		}
		assertThat(all.await(1, TimeUnit.MINUTES)).isTrue();
		threads.shutdown();
	}

	private void complete(int number) {
		this.queue.execute(() -> this.done.add(number));
	}

}
