package io.dongting.fiber;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Hands many tasks to groups in one go. A dispatcher that sleeps is woken when all of
 * them are handed over. Otherwise one that is faster than whoever hands over falls asleep
 * after each task and is woken for the next, which costs many times what the task does.
 */
public final class HandOver {

	private static final ThreadLocal<@Nullable HandOver> CURRENT = new ThreadLocal<>();

	private final List<ThreadDispatcher> asleep = new ArrayList<>();

	private HandOver() {
	}

	/**
	 * Let the calling thread hand over tasks.
	 * @param handingOver hands them over by {@link FiberGroup#execute}, and does not wait
	 * for anything
	 */
	public static void run(Runnable handingOver) {
		if (CURRENT.get() != null) {
			handingOver.run();
			return;
		}
		HandOver handOver = new HandOver();
		CURRENT.set(handOver);
		try {
			handingOver.run();
		}
		finally {
			CURRENT.remove();
			handOver.asleep.forEach(ThreadDispatcher::wakeUp);
		}
	}

	/**
	 * Wake a dispatcher when the calling thread has handed over all.
	 * @param dispatcher the dispatcher, which sleeps
	 * @return {@code false} if the thread is not handing over, so that it is to be woken
	 * now
	 */
	static boolean wakesLater(ThreadDispatcher dispatcher) {
		HandOver current = CURRENT.get();
		if (current == null) {
			return false;
		}
		if (!current.asleep.contains(dispatcher)) {
			current.asleep.add(dispatcher);
		}
		return true;
	}

}
