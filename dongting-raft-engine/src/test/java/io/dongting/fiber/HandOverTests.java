package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class HandOverTests {

	/** Enough for a thread that was woken to run. */
	private static final int LONG_SPINS = 1_000_000;

	private final ThreadDispatcher dispatcher = new ThreadDispatcher("dispatcher", new SystemClock(),
			DispatcherOptions.defaults().asDaemon().withCloseTimeout(Duration.ofHours(1)));

	private final FiberGroup group = this.dispatcher.createGroup("group");

	private final FiberGroup other = this.dispatcher.createGroup("other");

	/** Touched on the dispatcher only. */
	private final List<String> log = new ArrayList<>();

	private Thread thread = Thread.currentThread();

	@BeforeEach
	void startAndSleep() throws Exception {
		this.group.onRoundEnd(() -> this.log.add("flush"));
		this.dispatcher.start();
		CompletableFuture<Thread> runs = new CompletableFuture<>();
		this.other.execute(() -> runs.complete(Thread.currentThread()));
		this.thread = runs.get();
		awaitSleep();
	}

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	private void awaitSleep() {
		while (this.thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
	}

	private void handOver(FiberGroup to, String task) {
		to.execute(() -> this.log.add(task));
		for (int i = 0; i < LONG_SPINS && this.thread.getState() == Thread.State.TIMED_WAITING; i++) {
			Thread.onSpinWait();
		}
	}

	private List<String> logged() throws Exception {
		CompletableFuture<List<String>> copy = new CompletableFuture<>();
		this.other.execute(() -> copy.complete(List.copyOf(this.log)));
		return copy.get();
	}

	@Test
	void aSleepingDispatcherIsWokenWhenAllIsHandedOver() throws Exception {
		HandOver.run(() -> {
			handOver(this.group, "first");
			handOver(this.other, "second");
			handOver(this.group, "third");
		});
		assertThat(logged()).containsExactly("first", "third", "flush", "second");
	}

	@Test
	void itIsWokenThoughNothingElseComes() throws Exception {
		CompletableFuture<String> ran = new CompletableFuture<>();
		HandOver.run(() -> this.group.execute(() -> ran.complete("ran")));
		assertThat(ran.get()).isEqualTo("ran");
	}

	@Test
	void whatIsHandedOverWithinIsPartOfIt() throws Exception {
		HandOver.run(() -> {
			HandOver.run(() -> handOver(this.group, "first"));
			handOver(this.group, "second");
		});
		assertThat(logged()).containsExactly("first", "second", "flush");
	}

	@Test
	void whoeverFailsHasHandedOverWhatCameBefore() throws Exception {
		CompletableFuture<String> ran = new CompletableFuture<>();
		assertThatIllegalStateException().isThrownBy(() -> HandOver.run(() -> {
			this.group.execute(() -> ran.complete("ran"));
			throw new IllegalStateException("half way");
		}));
		assertThat(ran.get()).isEqualTo("ran");
	}

	@Test
	void afterwardsTasksWakeAtOnce() throws Exception {
		HandOver.run(() -> this.group.execute(() -> this.log.add("first")));
		logged();
		awaitSleep();
		CompletableFuture<String> ran = new CompletableFuture<>();
		this.group.execute(() -> ran.complete("ran"));
		assertThat(ran.get()).isEqualTo("ran");
	}

	@Test
	void closingDoesNotWaitForTheEndOfIt() {
		HandOver.run(this.dispatcher::close);
		assertThat(this.thread.isAlive()).isFalse();
	}

}
