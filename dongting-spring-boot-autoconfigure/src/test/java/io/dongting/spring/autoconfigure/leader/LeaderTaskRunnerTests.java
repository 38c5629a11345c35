package io.dongting.spring.autoconfigure.leader;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the threads on which leaders do their work.
 */
@Timeout(120)
class LeaderTaskRunnerTests {

	private final BlockingQueue<String> steps = new LinkedBlockingQueue<>();

	@Test
	void runsUntilItIsRevoked() throws Exception {
		LeaderTaskRunner runner = new LeaderTaskRunner("g", this::workUntilInterrupted);
		assertThat(runner.ended()).isCompleted();
		runner.onGranted(5);
		assertThat(next()).isEqualTo("begins 5 on raft-leader-g-5");
		assertThat(runner.ended()).isNotCompleted();
		runner.onRevoked(5);
		assertThat(next()).isEqualTo("ends 5");
		assertThat(runner.ended()).succeedsWithin(60, TimeUnit.SECONDS);
	}

	@Test
	void runsAgainInTheNextLeadershipAlsoAfterItFailed() throws Exception {
		LeaderTaskRunner runner = new LeaderTaskRunner("g", (token) -> {
			this.steps.add("fails " + token);
			throw new IllegalStateException("no luck");
		});
		runner.onGranted(5);
		assertThat(next()).isEqualTo("fails 5");
		runner.onRevoked(5);
		runner.onGranted(7);
		assertThat(next()).isEqualTo("fails 7");
		assertThat(runner.ended()).succeedsWithin(60, TimeUnit.SECONDS);
	}

	@Test
	void neverRunsTwiceAtOnce() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		LeaderTaskRunner runner = new LeaderTaskRunner("g", (token) -> {
			this.steps.add("begins " + token);
			awaitUninterruptibly(release);
			this.steps.add("ends " + token);
		});
		runner.onGranted(5);
		assertThat(next()).isEqualTo("begins 5");
		runner.onRevoked(5);
		runner.onGranted(7);
		runner.onRevoked(7);
		runner.onGranted(9);
		assertThat(runner.ended()).isNotCompleted();
		release.countDown();
		assertThat(next()).isEqualTo("ends 5");
		assertThat(next()).isEqualTo("begins 9");
		assertThat(next()).isEqualTo("ends 9");
		assertThat(runner.ended()).succeedsWithin(60, TimeUnit.SECONDS);
	}

	private void workUntilInterrupted(long token) throws InterruptedException {
		this.steps.add("begins " + token + " on " + Thread.currentThread().getName());
		try {
			new CountDownLatch(1).await();
		}
		finally {
			this.steps.add("ends " + token);
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// work that does not let itself be interrupted
			}
		}
	}

	private String next() throws InterruptedException {
		String step = this.steps.poll(60, TimeUnit.SECONDS);
		return (step != null) ? step : "nothing";
	}

}
