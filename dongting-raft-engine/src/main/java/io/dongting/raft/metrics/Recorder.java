package io.dongting.raft.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what happens in a group, on the group's own threads. The group must not fail of
 * it, so what a registry throws ends here: it is logged, once.
 */
final class Recorder {

	private static final Logger log = LoggerFactory.getLogger(Recorder.class);

	private final String groupName;

	private final AtomicBoolean logged = new AtomicBoolean();

	Recorder(String groupName) {
		this.groupName = groupName;
	}

	void count(Counter counter, int amount) {
		try {
			counter.increment(amount);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	void time(Timer timer, long nanos) {
		try {
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	void measure(DistributionSummary summary, long value) {
		try {
			summary.record(value);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	/** Not on a hot path: meters come or go. */
	void change(Runnable registration) {
		try {
			registration.run();
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private void failed(RuntimeException cause) {
		if (this.logged.compareAndSet(false, true)) {
			log.warn("Group '{}' cannot be measured, which is said only once: a meter registry has failed",
					this.groupName, cause);
		}
	}

}
