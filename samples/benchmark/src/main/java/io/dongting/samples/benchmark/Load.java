package io.dongting.samples.benchmark;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;

/**
 * Keeps a number of commands in flight, from one thread: each outcome makes room for the
 * next command.
 */
final class Load implements RaftCallback {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final RaftGroup group;

	private final RaftInput command;

	private final int inFlight;

	private final Semaphore room;

	private final LongAdder completed = new LongAdder();

	private final LongAdder failed = new LongAdder();

	Load(RaftGroup group, int commandBytes, int inFlight) {
		this.group = group;
		this.command = new RaftInput(new byte[commandBytes], TIMEOUT);
		this.inFlight = inFlight;
		this.room = new Semaphore(inFlight);
	}

	/**
	 * Run for a while.
	 * @param seconds how long, in seconds
	 * @return commands completed in a second
	 */
	double run(int seconds) throws InterruptedException {
		long before = this.completed.sum();
		long startNanos = System.nanoTime();
		long endNanos = startNanos + TimeUnit.SECONDS.toNanos(seconds);
		while (System.nanoTime() < endNanos) {
			this.room.acquire();
			this.group.submitLinearTask(this.command, this);
		}
		this.room.acquire(this.inFlight);
		double tookSeconds = (System.nanoTime() - startNanos) / 1e9;
		this.room.release(this.inFlight);
		return (this.completed.sum() - before) / tookSeconds;
	}

	long failed() {
		return this.failed.sum();
	}

	@Override
	public void completed(long index, byte[] result) {
		this.completed.increment();
		this.room.release();
	}

	@Override
	public void failed(RaftException cause) {
		this.failed.increment();
		this.room.release();
	}

}
