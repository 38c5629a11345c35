package io.dongting.fiber;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InboxTests {

	private final Inbox<Integer> inbox = new Inbox<>();

	@Test
	void onlyTheFirstOfferSinceTheLastTakeHasToTellTheConsumer() {
		assertThat(this.inbox.offer(1)).isEqualTo(Inbox.Offer.FIRST);
		assertThat(this.inbox.offer(2)).isEqualTo(Inbox.Offer.QUEUED);
		assertThat(this.inbox.take()).isTrue();
		assertThat(this.inbox.offer(3)).isEqualTo(Inbox.Offer.FIRST);
		assertThat(pollAll()).containsExactly(1, 2);
		assertThat(this.inbox.take()).isTrue();
		assertThat(pollAll()).containsExactly(3);
		assertThat(this.inbox.take()).isFalse();
	}

	@Test
	void nobodyHasToTellTheConsumerOfWhatIsOnlyLeftThere() {
		assertThat(this.inbox.leave(1)).isTrue();
		assertThat(this.inbox.isCalling()).isFalse();
		assertThat(this.inbox.isEmpty()).isFalse();
		assertThat(this.inbox.offer(2)).isEqualTo(Inbox.Offer.FIRST);
		assertThat(this.inbox.leave(3)).isTrue();
		assertThat(this.inbox.offer(4)).isEqualTo(Inbox.Offer.QUEUED);
		assertThat(this.inbox.isCalling()).isTrue();
		this.inbox.take();
		assertThat(this.inbox.isCalling()).isTrue();
		assertThat(pollAll()).containsExactly(1, 2, 3, 4);
		assertThat(this.inbox.isCalling()).isFalse();
		this.inbox.close();
		assertThat(this.inbox.leave(5)).isFalse();
	}

	@Test
	void aTakeWaitsUntilTheEarlierItemsArePolled() {
		this.inbox.offer(1);
		this.inbox.take();
		this.inbox.offer(2);
		assertThat(this.inbox.take()).isTrue();
		assertThat(pollAll()).containsExactly(1);
	}

	@Test
	void closingHandsOverWhatWasAcceptedInOrder() {
		this.inbox.offer(1);
		this.inbox.offer(2);
		this.inbox.take();
		this.inbox.offer(3);
		this.inbox.offer(4);
		this.inbox.close();
		assertThat(this.inbox.offer(5)).isEqualTo(Inbox.Offer.REFUSED);
		assertThat(this.inbox.isClosed()).isTrue();
		assertThat(this.inbox.isEmpty()).isFalse();
		assertThat(pollAll()).containsExactly(1, 2, 3, 4);
		this.inbox.close();
		assertThat(this.inbox.take()).isFalse();
		assertThat(this.inbox.isEmpty()).isTrue();
	}

	@Test
	void discardingForgetsEverything() {
		this.inbox.offer(1);
		this.inbox.take();
		this.inbox.offer(2);
		this.inbox.discard();
		assertThat(this.inbox.offer(3)).isEqualTo(Inbox.Offer.REFUSED);
		assertThat(this.inbox.isEmpty()).isTrue();
	}

	@RepeatedTest(20)
	void everyItemThatManyThreadsOfferIsPolledOnceOrRefused() throws Exception {
		int producers = 4;
		Inbox<Long> shared = new Inbox<>();
		CountDownLatch begin = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger(producers);
		AtomicLong acceptedSum = new AtomicLong();
		AtomicLong accepted = new AtomicLong();
		List<Thread> threads = new ArrayList<>();
		for (int p = 0; p < producers; p++) {
			long base = (long) p << 32;
			Thread thread = new Thread(() -> {
				awaitQuietly(begin);
				for (long item = base; item < base + 20_000 && shared.offer(item) != Inbox.Offer.REFUSED; item++) {
					accepted.incrementAndGet();
					acceptedSum.addAndGet(item);
				}
				running.decrementAndGet();
			});
			threads.add(thread);
			thread.start();
		}
		long[] nextOf = new long[producers];
		long polled = 0;
		long polledSum = 0;
		begin.countDown();
		boolean closed = false;
		while (!closed) {
			closed = polled > 30_000 || running.get() == 0;
			if (closed) {
				shared.close();
			}
			shared.take();
			Long item = shared.poll();
			while (item != null) {
				int producer = (int) (item >> 32);
				assertThat(item & 0xffff_ffffL).isEqualTo(nextOf[producer]++);
				polled++;
				polledSum += item;
				item = shared.poll();
			}
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(polled).isEqualTo(accepted.get());
		assertThat(polledSum).isEqualTo(acceptedSum.get());
	}

	private List<Integer> pollAll() {
		List<Integer> items = new ArrayList<>();
		Integer item = this.inbox.poll();
		while (item != null) {
			items.add(item);
			item = this.inbox.poll();
		}
		return items;
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
