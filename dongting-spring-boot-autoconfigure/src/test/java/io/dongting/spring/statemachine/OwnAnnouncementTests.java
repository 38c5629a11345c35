package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnAnnouncement}.
 */
class OwnAnnouncementTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final OwnAnnouncement announcement = new OwnAnnouncement();

	private final ExecutorService callers = Executors.newSingleThreadExecutor();

	private final AtomicInteger looked = new AtomicInteger();

	/** It is changed while it is looked at the first time, and there the second. */
	private final BooleanSupplier soonPresent = () -> {
		if (this.looked.incrementAndGet() == 1) {
			this.announcement.changed();
			return false;
		}
		return true;
	};

	@AfterEach
	void close() {
		this.callers.shutdownNow();
	}

	@Test
	void changeIsWaitedFor() {
		this.announcement.await(this.soonPresent, LONG);
		assertThat(this.looked).hasValue(2);
	}

	@Test
	void callerWithLittleTimeKeepsNobodyElseFromWaiting() {
		this.announcement.await(() -> false, Duration.ofMillis(1));
		this.announcement.await(() -> false, Duration.ofMillis(-1));
		Thread caller = Thread.currentThread();
		this.announcement.await(() -> present(caller), LONG);
		assertThat(this.looked).hasValue(2);
	}

	/** It is changed when the caller waits, and there the second time it is looked at. */
	private boolean present(Thread caller) {
		if (this.looked.incrementAndGet() == 1) {
			this.callers.execute(() -> {
				Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
				this.announcement.changed();
			});
			return false;
		}
		return true;
	}

	@Test
	void changeAfterAWaitInVainIsWaitedForAgain() {
		this.announcement.await(() -> false, Duration.ofSeconds(1));
		this.announcement.await(() -> false, LONG);
		this.announcement.changed();
		this.announcement.await(this.soonPresent, LONG);
		assertThat(this.looked).hasValue(2);
	}

}
