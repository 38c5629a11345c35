package io.dongting.simulation.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Takes down what clients do. Thread-safe.
 */
public final class HistoryRecorder {

	private final LongSupplier clock;

	private final ConcurrentLinkedQueue<Invocation> invocations = new ConcurrentLinkedQueue<>();

	/**
	 * Create a recorder.
	 * @param clock thread-safe and never going back; a shared counter serves as well as a
	 * clock
	 */
	public HistoryRecorder(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Note that a client is about to ask. To be called before anything is sent.
	 * @param client who asks
	 * @param key the key
	 * @param action what is asked
	 * @return to be told the ending
	 */
	public Invocation invoke(int client, String key, Action action) {
		Invocation invocation = new Invocation(client, key, action, this.clock.getAsLong());
		this.invocations.add(invocation);
		return invocation;
	}

	/**
	 * Return everything noted so far, in the order of the invocations. What has not ended
	 * yet counts as unknown.
	 * @return the history
	 */
	public List<Operation> operations() {
		long now = this.clock.getAsLong();
		List<Operation> operations = new ArrayList<>();
		this.invocations.forEach((invocation) -> operations.add(invocation.operation(now)));
		return operations;
	}

	/**
	 * An operation under way.
	 */
	public final class Invocation {

		private final int client;

		private final String key;

		private final Action action;

		private final long invokedAt;

		private volatile @Nullable Operation ended;

		private Invocation(int client, String key, Action action, long invokedAt) {
			this.client = client;
			this.key = key;
			this.action = action;
			this.invokedAt = invokedAt;
		}

		/**
		 * Note how it ended. To be called once, after the answer has been received.
		 * @param ending how it ended
		 */
		public void end(Ending ending) {
			if (this.ended != null) {
				throw new IllegalStateException("Ended twice: " + this.ended + " and " + ending);
			}
			this.ended = new Operation(this.client, this.key, this.action, ending, this.invokedAt,
					HistoryRecorder.this.clock.getAsLong());
		}

		private Operation operation(long now) {
			Operation known = this.ended;
			return (known != null) ? known
					: new Operation(this.client, this.key, this.action, new Ending.Unknown(), this.invokedAt, now);
		}

	}

}
