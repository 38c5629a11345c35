package io.dongting.fiber;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dispatcher on a thread of its own. The thread sleeps only when no group has work and
 * no timer is due, and is woken only when it sleeps, because waking a thread costs far
 * more than anything else here.
 *
 * <p>
 * {@link #close()} stops the groups and waits for the thread, but no longer than
 * {@link DispatcherOptions#closeTimeout()}; if code of a group does not return in time,
 * that is logged with the place where it is, and the thread ends when it does return.
 */
public final class ThreadDispatcher implements Dispatcher {

	private static final Logger logger = LoggerFactory.getLogger(ThreadDispatcher.class);

	private final String name;

	private final Clock clock;

	private final DispatcherOptions options;

	private final Thread thread;

	private final RoundScheduler scheduler;

	/** The groups that have not stopped. Changed under the lock of this list. */
	private final List<FiberGroup> groups = new CopyOnWriteArrayList<>();

	private volatile boolean sleeping;

	private volatile boolean closing;

	private boolean started;

	/**
	 * Create a dispatcher with default options.
	 * @param name the name, also of the thread
	 * @param clock the clock; its monotonic time must run like that of the machine
	 */
	public ThreadDispatcher(String name, Clock clock) {
		this(name, clock, DispatcherOptions.defaults());
	}

	/**
	 * Create a dispatcher.
	 * @param name the name, also of the thread
	 * @param clock the clock; its monotonic time must run like that of the machine
	 * @param options the options
	 */
	public ThreadDispatcher(String name, Clock clock, DispatcherOptions options) {
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.clock = Objects.requireNonNull(clock, "'clock' must not be null");
		this.options = Objects.requireNonNull(options, "'options' must not be null");
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(options.daemon());
		this.scheduler = new RoundScheduler(clock, options.roundBudget(), this.thread, this::groupReady);
	}

	/**
	 * Start the thread. Tasks may be handed to the groups before.
	 * @throws IllegalStateException if it was started or closed before
	 */
	public void start() {
		synchronized (this.groups) {
			if (this.started || this.closing) {
				throw new IllegalStateException("Dispatcher '" + this.name + "' was started or closed before");
			}
			startThread();
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Clock clock() {
		return this.clock;
	}

	@Override
	public FiberGroup createGroup(String name) {
		return createGroup(name, this.options.failureHandler());
	}

	@Override
	public FiberGroup createGroup(String name, FailureHandler failureHandler) {
		synchronized (this.groups) {
			if (this.closing) {
				throw new IllegalStateException("Dispatcher '" + this.name + "' is closed");
			}
			if (this.groups.stream().anyMatch((group) -> group.name().equals(name))) {
				throw new IllegalArgumentException("Dispatcher '" + this.name + "' already has a group '" + name + "'");
			}
			FiberGroup group = new FiberGroup(name, this.scheduler, failureHandler, this::removeStopped);
			this.groups.add(group);
			return group;
		}
	}

	@Override
	public void close() {
		synchronized (this.groups) {
			this.closing = true;
			if (!this.started) {
				// What was accepted before has to run.
				startThread();
			}
		}
		this.groups.forEach(FiberGroup::stop);
		wakeUp();
		if (!this.scheduler.isDispatchingThread()) {
			awaitEnd();
		}
	}

	@Override
	public String toString() {
		return "ThreadDispatcher[" + this.name + "]";
	}

	private void startThread() {
		this.started = true;
		this.thread.start();
	}

	private void removeStopped(FiberGroup group) {
		synchronized (this.groups) {
			this.groups.remove(group);
		}
	}

	private void run() {
		while (!(this.closing && this.groups.isEmpty())) {
			try {
				if (!this.scheduler.runNextRound()) {
					sleep();
				}
			}
			catch (Throwable ex) {
				// Failures of group code are caught where they happen. Whatever else this
				// is, a thread that ended here would leave all groups hanging in silence.
				logger.error("Dispatcher '{}' goes on after a failure of its own", this.name, ex);
			}
		}
	}

	private void sleep() {
		this.sleeping = true;
		// Whoever makes a group ready after this look sees that the thread sleeps.
		if (!this.scheduler.hasReadyGroup() && !(this.closing && this.groups.isEmpty())) {
			LockSupport.parkNanos(this, this.scheduler.nanosToNextTimer());
			// An interrupt has no meaning here, and would make the next sleep return at
			// once.
			Thread.interrupted();
		}
		this.sleeping = false;
	}

	private void groupReady() {
		if (this.sleeping && !HandOver.wakesLater(this)) {
			wakeUp();
		}
	}

	void wakeUp() {
		if (this.sleeping) {
			this.sleeping = false;
			LockSupport.unpark(this.thread);
		}
	}

	private void awaitEnd() {
		try {
			this.thread.join(Math.max(this.options.closeTimeout().toMillis(), 1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			logger.warn("Interrupted while waiting for dispatcher '{}' to end", this.name);
			return;
		}
		if (this.thread.isAlive()) {
			Exception place = new Exception("Place of thread '" + this.thread.getName() + "'");
			place.setStackTrace(this.thread.getStackTrace());
			logger.error("Dispatcher '{}' did not end within {} ms", this.name, this.options.closeTimeout().toMillis(),
					place);
		}
	}

}
