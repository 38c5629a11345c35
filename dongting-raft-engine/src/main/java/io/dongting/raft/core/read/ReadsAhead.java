package io.dongting.raft.core.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Reads that have to see an entry which this node does not know to be committed. It may
 * never be, so they can be given up at any time, unlike those that wait for their turn
 * behind what is being applied.
 */
final class ReadsAhead {

	private final PriorityQueue<ReadTask<?>> tasks = new PriorityQueue<>(
			Comparator.comparingLong(ReadTask::minimumIndex));

	void add(ReadTask<?> task) {
		this.tasks.add(task);
	}

	/** Return those that need not wait any more once an index has committed. */
	List<ReadTask<?>> takeUpTo(long commitIndex) {
		if (this.tasks.isEmpty()) {
			return List.of();
		}
		List<ReadTask<?>> taken = new ArrayList<>();
		while (!this.tasks.isEmpty() && this.tasks.element().minimumIndex() <= commitIndex) {
			taken.add(this.tasks.remove());
		}
		return taken;
	}

	/** Forget those that were refused meanwhile. */
	void dropEnded() {
		this.tasks.removeIf(ReadTask::ended);
	}

}
