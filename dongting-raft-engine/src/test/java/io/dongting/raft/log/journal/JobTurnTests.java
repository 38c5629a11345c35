package io.dongting.raft.log.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A job that runs after each asking and never twice at once.
 */
class JobTurnTests {

	private final ArrayDeque<Runnable> handed = new ArrayDeque<>();

	private final List<String> events = new ArrayList<>();

	private Runnable job = () -> this.events.add("job");

	private final JobTurn turn = new JobTurn(this.handed::add, () -> this.job.run(),
			(rejected) -> this.events.add("rejected"));

	@Test
	void manyWhoAskGetOneRun() {
		this.turn.ask();
		this.turn.ask();
		assertThat(this.handed).hasSize(1);
		this.handed.remove().run();
		assertThat(this.events).containsExactly("job");
		this.turn.ask();
		assertThat(this.handed).hasSize(1);
	}

	@Test
	void whoAsksDuringARunGetsAnother() {
		this.job = () -> {
			this.events.add("job");
			if (this.events.size() < 3) {
				this.turn.ask();
				this.turn.askHere();
			}
		};
		this.turn.ask();
		this.handed.remove().run();
		assertThat(this.events).containsExactly("job", "job", "job");
		assertThat(this.handed).isEmpty();
	}

	@Test
	void whatTheExecutorHasNotBegunIsDoneHere() {
		this.turn.ask();
		this.turn.askHere();
		assertThat(this.events).containsExactly("job");
		this.handed.remove().run();
		assertThat(this.events).containsExactly("job");
	}

	@Test
	void whatIsRejectedIsDoneByWhoAsks() {
		JobTurn rejecting = new JobTurn((task) -> {
			throw new RejectedExecutionException();
		}, this.job, (rejected) -> this.events.add("rejected"));
		rejecting.ask();
		rejecting.ask();
		assertThat(this.events).containsExactly("rejected", "job", "rejected", "job");
	}

	@Test
	void aJobThatFailsKeepsNobodyFromAsking() {
		this.job = () -> {
			this.turn.ask();
			this.job = () -> this.events.add("job");
			throw new IllegalStateException("failed");
		};
		this.turn.ask();
		Runnable failing = this.handed.remove();
		assertThatIllegalStateException().isThrownBy(failing::run);
		this.handed.remove().run();
		assertThat(this.events).containsExactly("job");
	}

	@Test
	void threadsFindTheirAskingServedAndNeverTwoAtOnce() throws Exception {
		int threads = 3;
		int askings = 20_000;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		ExecutorService asking = Executors.newFixedThreadPool(threads);
		AtomicInteger asked = new AtomicInteger();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		int[] seen = new int[1];
		JobTurn shared = new JobTurn(executor, () -> {
			overlaps.addAndGet(inside.getAndIncrement());
			seen[0] = asked.get();
			inside.decrementAndGet();
		}, (rejected) -> {
		});
		CountDownLatch done = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			asking.execute(() -> {
				for (int n = 0; n < askings; n++) {
					asked.incrementAndGet();
					shared.ask();
				}
				done.countDown();
			});
		}
		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
		asking.shutdown();
		executor.shutdown();
		assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(seen[0]).isEqualTo(threads * askings);
		assertThat(overlaps).hasValue(0);
	}

}
