package io.dongting.fiber;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A dispatcher in a {@link VirtualTime}: one node of a simulated cluster. Each round of a
 * group is one event of the world and takes no time. It can be paused, like a process
 * that collects garbage, and killed, like a process that crashes.
 */
public final class VirtualDispatcher implements Dispatcher {

	private final VirtualTime world;

	private final String name;

	private final DriftingClock clock;

	private final DispatcherOptions options;

	private final RoundScheduler scheduler;

	private final List<FiberGroup> groups = new ArrayList<>();

	private final Runnable roundEvent = this::runNextRound;

	/** The event that will run the next round, if there is one. */
	private @Nullable Timer nextRound;

	private final Runnable beforeRound;

	private boolean paused;

	private boolean closing;

	/**
	 * Create a dispatcher with default options.
	 * @param world the world
	 * @param name the name
	 */
	public VirtualDispatcher(VirtualTime world, String name) {
		this(world, name, DispatcherOptions.defaults());
	}

	/**
	 * Create a dispatcher.
	 * @param world the world
	 * @param name the name
	 * @param options the options; those about threads have no effect here
	 */
	public VirtualDispatcher(VirtualTime world, String name, DispatcherOptions options) {
		this(world, name, options, () -> {
		});
	}

	/**
	 * Create a dispatcher that tells of its rounds.
	 * @param world the world
	 * @param name the name
	 * @param options the options; those about threads have no effect here
	 * @param beforeRound called before each round. As long as it is not, nothing inside
	 * the groups changes
	 */
	public VirtualDispatcher(VirtualTime world, String name, DispatcherOptions options, Runnable beforeRound) {
		this.world = Objects.requireNonNull(world, "'world' must not be null");
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.options = Objects.requireNonNull(options, "'options' must not be null");
		this.beforeRound = Objects.requireNonNull(beforeRound, "'beforeRound' must not be null");
		this.clock = new DriftingClock(world.clock(), this::scheduleNextRound);
		this.scheduler = new RoundScheduler(this.clock, options.roundBudget(), world.thread(), this::scheduleNextRound);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public DriftingClock clock() {
		return this.clock;
	}

	@Override
	public FiberGroup createGroup(String name) {
		return createGroup(name, this.options.failureHandler());
	}

	@Override
	public FiberGroup createGroup(String name, FailureHandler failureHandler) {
		this.world.checkThread();
		if (this.closing || isKilled()) {
			throw new IllegalStateException("Dispatcher '" + this.name + "' is closed");
		}
		if (this.groups.stream().anyMatch((group) -> group.name().equals(name))) {
			throw new IllegalArgumentException("Dispatcher '" + this.name + "' already has a group '" + name + "'");
		}
		FiberGroup group = new FiberGroup(name, this.scheduler, failureHandler, this.groups::remove);
		this.groups.add(group);
		return group;
	}

	/**
	 * Run nothing until {@link #resume()}. The clock goes on, tasks are accepted.
	 */
	public void pause() {
		this.world.checkThread();
		this.paused = true;
		cancelNextRound();
	}

	/**
	 * Go on after {@link #pause()}: timers that came due meanwhile fire first.
	 */
	public void resume() {
		this.world.checkThread();
		this.paused = false;
		scheduleNextRound();
	}

	/**
	 * Whether the dispatcher is paused.
	 * @return whether it is
	 */
	public boolean isPaused() {
		return this.paused;
	}

	/**
	 * Crash: nothing that this dispatcher holds runs again, no {@code onFinally}, no
	 * hook, no listener; every task is refused, and {@link FiberGroup#stopped()} never
	 * completes. If code of a group makes the call, that code runs to its return and
	 * nothing after it.
	 */
	public void kill() {
		this.world.checkThread();
		cancelNextRound();
		this.scheduler.kill();
		this.groups.forEach(FiberGroup::discard);
		this.groups.clear();
	}

	/**
	 * Whether the dispatcher was killed.
	 * @return whether it was
	 */
	public boolean isKilled() {
		return this.scheduler.isKilled();
	}

	/**
	 * Stop every group. The rounds in which they stop run at this instant of the world,
	 * now if the caller is not itself inside an event, or else as further events. A
	 * paused dispatcher stops when it is resumed.
	 */
	@Override
	public void close() {
		this.world.checkThread();
		this.closing = true;
		List.copyOf(this.groups).forEach(FiberGroup::stop);
	}

	@Override
	public String toString() {
		return "VirtualDispatcher[" + this.name + "]";
	}

	private void scheduleNextRound() {
		this.world.checkThread();
		long delayNanos = (this.paused || isKilled()) ? Long.MAX_VALUE : nanosToNextRound();
		if (this.nextRound != null) {
			if (this.nextRound.deadlineNanos - this.world.clock().nanoTime() == delayNanos) {
				return;
			}
			cancelNextRound();
		}
		if (delayNanos != Long.MAX_VALUE) {
			this.nextRound = (Timer) this.world.schedule(delayNanos, this.roundEvent);
		}
	}

	private void runNextRound() {
		this.nextRound = null;
		this.beforeRound.run();
		this.scheduler.runNextRound();
		scheduleNextRound();
	}

	private long nanosToNextRound() {
		if (this.scheduler.hasReadyGroup()) {
			return 0;
		}
		long nanos = this.scheduler.nanosToNextTimer();
		return (nanos != Long.MAX_VALUE) ? this.clock.worldNanosFor(nanos) : Long.MAX_VALUE;
	}

	private void cancelNextRound() {
		if (this.nextRound != null) {
			this.nextRound.end();
			this.nextRound = null;
		}
	}

}
