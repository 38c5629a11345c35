package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets callers who block wait until this node has announced what it can apply, which it
 * does by itself a moment after its start. If somebody has waited long enough in vain,
 * nobody waits again before something else has been announced.
 */
final class OwnAnnouncement {

	/** A shorter wait says nothing: the caller may have had little time left. */
	private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

	private volatile CountDownLatch next = new CountDownLatch(1);

	private volatile boolean givenUp;

	/** What is announced has changed. Called by one thread at a time. */
	void changed() {
		CountDownLatch changed = this.next;
		this.givenUp = false;
		this.next = new CountDownLatch(1);
		changed.countDown();
	}

	/**
	 * Wait until the announcement is there, the time is over or the thread is
	 * interrupted, which it then still is.
	 * @param present tells whether it is there; looked at anew after each change
	 * @param timeout how long to wait
	 */
	void await(BooleanSupplier present, Duration timeout) {
		long startNanos = System.nanoTime();
		CountDownLatch change = this.next;
		while (!present.getAsBoolean() && !this.givenUp) {
			try {
				long leftNanos = timeout.toNanos() - (System.nanoTime() - startNanos);
				if (!change.await(leftNanos, TimeUnit.NANOSECONDS)) {
					if (change == this.next && timeout.compareTo(LONG_ENOUGH) >= 0) {
						this.givenUp = true;
					}
					return;
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			change = this.next;
		}
	}

}
