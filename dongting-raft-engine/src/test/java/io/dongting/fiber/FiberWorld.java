package io.dongting.fiber;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One group on virtual time, with what failed in it and a log for the tests.
 */
final class FiberWorld {

	final VirtualTime time = new VirtualTime(1);

	/** {@code "source: message"} of each failure reported. */
	final List<String> failures = new ArrayList<>();

	final VirtualDispatcher dispatcher;

	final FiberGroup group;

	/** What happened, in order. */
	final List<String> log = new ArrayList<>();

	FiberWorld() {
		this(DispatcherOptions.defaults().roundBudget());
	}

	FiberWorld(int roundBudget) {
		FailureHandler handler = (group, source, failure) -> this.failures
			.add(group.name() + ": " + source + ": " + failure.getMessage());
		this.dispatcher = new VirtualDispatcher(this.time, "node",
				DispatcherOptions.defaults().withRoundBudget(roundBudget).withFailureHandler(handler));
		this.group = this.dispatcher.createGroup("group");
	}

	/** Run code inside the group, and all that follows at this instant. */
	void run(Runnable code) {
		assertThat(this.group.execute(code)).isTrue();
		this.time.runUntilIdle();
	}

	Fiber start(String name, FiberFrame<?> frame) {
		List<Fiber> fibers = new ArrayList<>();
		run(() -> fibers.add(this.group.start(name, frame)));
		return fibers.get(0);
	}

	void advanceMillis(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	Runnable logs(String line) {
		return () -> this.log.add(line);
	}

	long nowMillis() {
		return this.time.clock().nanoTime() / 1_000_000;
	}

}
