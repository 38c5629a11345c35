package io.dongting.samples.benchmark.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.dongting.samples.benchmark.contest.Command;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a contestant is given, to all groups in turns, and how many of them
 * were acknowledged. Used by one thread, apart from the outcomes.
 */
public final class Commands {

	private final Contestant contestant;

	private final int groups;

	private final int commandBytes;

	private final OperationMeter meter;

	private final @Nullable WriteHistory history;

	private final List<LongAdder> acknowledged;

	private final LongAdder failed = new LongAdder();

	private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

	private long count;

	/**
	 * Create commands.
	 * @param contestant who gets them
	 * @param groups how many groups it has
	 * @param commandBytes the size of each
	 * @param meter measures them
	 * @param history is told of those to the first group, {@code null} if nobody wants to
	 * know
	 */
	public Commands(Contestant contestant, int groups, int commandBytes, OperationMeter meter,
			@Nullable WriteHistory history) {
		this.contestant = contestant;
		this.groups = groups;
		this.commandBytes = commandBytes;
		this.meter = meter;
		this.history = history;
		this.acknowledged = Stream.generate(LongAdder::new).limit(groups).toList();
	}

	/**
	 * Give the next command.
	 * @param startNanos when it began, or should have begun
	 * @param afterwards called when it has an outcome
	 */
	void submitNext(long startNanos, Runnable afterwards) {
		int group = (int) (this.count % this.groups);
		long value = this.count / this.groups + 1;
		this.count++;
		int key = (int) (value % Command.KEYS);
		if (this.history != null && group == 0) {
			this.history.begin(key, value);
		}
		this.contestant.submit(group, Command.encode(key, value, this.commandBytes),
				new CommandOutcome(group, key, value, startNanos, afterwards));
	}

	/**
	 * Return how many commands were acknowledged.
	 * @param group the group they were given to
	 * @return their number
	 */
	public long acknowledged(int group) {
		return this.acknowledged.get(group).sum();
	}

	/**
	 * Return how many commands failed.
	 * @return their number
	 */
	public long failed() {
		return this.failed.sum();
	}

	/**
	 * Return why the first failed.
	 * @return the cause, {@code null} if none did
	 */
	public @Nullable Throwable firstFailure() {
		return this.firstFailure.get();
	}

	/** What becomes of one command. */
	private final class CommandOutcome implements Outcome {

		private final int group;

		private final int key;

		private final long value;

		private final long startNanos;

		private final Runnable afterwards;

		CommandOutcome(int group, int key, long value, long startNanos, Runnable afterwards) {
			this.group = group;
			this.key = key;
			this.value = value;
			this.startNanos = startNanos;
			this.afterwards = afterwards;
		}

		@Override
		public void completed(long ignored) {
			Commands.this.meter.record(System.nanoTime() - this.startNanos);
			Commands.this.acknowledged.get(this.group).increment();
			WriteHistory told = Commands.this.history;
			if (told != null && this.group == 0) {
				told.acknowledge(this.key, this.value);
			}
			this.afterwards.run();
		}

		@Override
		public void failed(Throwable cause) {
			Commands.this.failed.increment();
			Commands.this.firstFailure.compareAndSet(null, cause);
			this.afterwards.run();
		}

	}

}
