package io.dongting.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.dongting.fiber.VirtualTime;

/**
 * As many threads of one process as it wants, in virtual time: a task runs as one event
 * when its latency is over, so that tasks that run side by side end in any order. Belongs
 * to one start of a node; what has not run when that ends never does.
 */
final class SimulatedExecutor implements Executor {

	private final VirtualTime world;

	private final SplittableRandom random;

	private final Runnable beforeEach;

	private final Consumer<SimulatedCrash> onCrash;

	/** Not run yet, by their numbers, in the order of arrival. */
	private final Map<Long, Runnable> pending = new LinkedHashMap<>();

	/** The numbers of those that are due while nothing runs. */
	private final Deque<Long> held = new ArrayDeque<>();

	/** How much longer the next one takes. */
	private long delayNanos;

	private long lastNumber;

	private SimulatedLatency latency;

	private boolean holding;

	private boolean dead;

	/**
	 * Create an executor.
	 * @param world the world
	 * @param latency how long tasks take
	 * @param beforeEach called before each task
	 * @param onCrash told when a task met with a crash of its machine
	 */
	SimulatedExecutor(VirtualTime world, SimulatedLatency latency, Runnable beforeEach,
			Consumer<SimulatedCrash> onCrash) {
		this.world = world;
		this.random = world.newRandom();
		this.latency = latency;
		this.beforeEach = beforeEach;
		this.onCrash = onCrash;
	}

	@Override
	public void execute(Runnable work) {
		if (!this.dead) {
			Long number = ++this.lastNumber;
			this.pending.put(number, work);
			long latencyNanos = this.latency.drawNanos(this.random) + this.delayNanos;
			this.delayNanos = 0;
			this.world.schedule(latencyNanos, () -> due(number));
		}
	}

	/** The next task takes so much longer than usual; those after it do not. */
	void delayNext(long nanos) {
		this.delayNanos = nanos;
	}

	/** Tasks from now on take as long as this. */
	void latency(SimulatedLatency next) {
		this.latency = next;
	}

	/** Run nothing until {@link #release()}; tasks are accepted. */
	void hold() {
		this.holding = true;
	}

	/** Run at once what was accepted: nothing goes on taking long. */
	void release() {
		this.holding = false;
		this.delayNanos = 0;
		this.held.clear();
		this.held.addAll(this.pending.keySet());
		while (!this.holding && !this.held.isEmpty()) {
			Long number = this.held.remove();
			this.world.schedule(0, () -> due(number));
		}
	}

	/**
	 * The process ends. What it had asked of its disk may have been in the middle of
	 * being done.
	 * @param disk the disk that the tasks work on
	 * @param chance decides how far they came
	 */
	void dieWorkingOn(SimulatedFileSystem disk, SplittableRandom chance) {
		List<Runnable> unfinished = List.copyOf(this.pending.values());
		die();
		disk.faults().clear();
		for (Runnable work : unfinished) {
			int operations = chance.nextInt(8);
			if (operations > 0) {
				disk.faults().crashAfter(disk.operations() + operations);
				try {
					work.run();
				}
				catch (SimulatedCrash crash) {
					// as far as it came
				}
				disk.faults().clear();
			}
		}
	}

	void die() {
		this.dead = true;
		this.pending.clear();
		this.held.clear();
	}

	private void due(Long number) {
		if (this.holding) {
			this.held.add(number);
			return;
		}
		Runnable work = this.pending.remove(number);
		if (work != null) {
			this.beforeEach.run();
			try {
				work.run();
			}
			catch (SimulatedCrash crash) {
				this.onCrash.accept(crash);
			}
		}
	}

}
