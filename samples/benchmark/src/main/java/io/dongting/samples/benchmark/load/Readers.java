package io.dongting.samples.benchmark.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.dongting.samples.benchmark.contest.Command;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import org.jspecify.annotations.Nullable;

/**
 * Threads that read the keys of the first group one after the other, each one at a time,
 * while an open loop writes them. Each answer is checked.
 */
public final class Readers implements LoadGenerator {

	private final Contestant contestant;

	private final ReadPlace place;

	private final WriteHistory history;

	private final OperationMeter meter;

	private final OpenLoop writer;

	private final LoadThreads threads;

	/**
	 * Create the load.
	 * @param contestant who is asked
	 * @param place on which node
	 * @param readers how many threads read
	 * @param meter measures the reads
	 * @param writer writes meanwhile
	 * @param history what it writes
	 */
	public Readers(Contestant contestant, ReadPlace place, int readers, OperationMeter meter, OpenLoop writer,
			WriteHistory history) {
		this.contestant = contestant;
		this.place = place;
		this.meter = meter;
		this.writer = writer;
		this.history = history;
		this.threads = new LoadThreads("reader", readers, this::run);
	}

	private void run(int number) throws Exception {
		for (int key = number; this.threads.areRunning(); key = (key + 1) % Command.KEYS) {
			long leastValue = this.history.mustBeSeen(key);
			long startNanos = System.nanoTime();
			Answer answer = new Answer(Thread.currentThread());
			this.contestant.read(0, key, this.place, answer);
			long value = answer.await();
			this.meter.record(System.nanoTime() - startNanos);
			String wrong = this.history.check(key, leastValue, value);
			if (wrong != null) {
				throw new IllegalStateException(wrong);
			}
		}
	}

	@Override
	public void start() {
		this.writer.start();
		this.threads.start();
	}

	@Override
	public void stop() throws InterruptedException {
		try {
			this.threads.stop();
		}
		finally {
			this.writer.stop();
		}
	}

	@Override
	public List<Thread> threads() {
		return Stream.concat(this.threads.all().stream(), this.writer.threads().stream()).toList();
	}

	/** What one thread waits for. */
	private static final class Answer implements Outcome {

		private final Thread reader;

		private long value;

		private @Nullable Throwable failure;

		private volatile boolean there;

		Answer(Thread reader) {
			this.reader = reader;
		}

		@Override
		public void completed(long value) {
			this.value = value;
			this.there = true;
			wake();
		}

		@Override
		public void failed(Throwable cause) {
			this.failure = cause;
			this.there = true;
			wake();
		}

		private void wake() {
			if (Thread.currentThread() != this.reader) {
				LockSupport.unpark(this.reader);
			}
		}

		long await() {
			while (!this.there) {
				LockSupport.park(this);
			}
			if (this.failure != null) {
				throw new IllegalStateException("A read failed: " + this.failure, this.failure);
			}
			return this.value;
		}

	}

}
