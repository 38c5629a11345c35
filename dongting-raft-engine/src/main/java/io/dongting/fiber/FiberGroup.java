package io.dongting.fiber;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Code that shares state without locks because never two pieces of it run at once. A
 * dispatcher runs the group in <em>rounds</em>: first the timers that are due, then the
 * tasks that were handed in before the round, then the listeners and fibers that are
 * ready, then the round-end hooks. Each kind has the dispatcher's budget; what exceeds it
 * waits for the next round, after the other groups of the dispatcher had theirs.
 *
 * <p>
 * Only {@link #execute}, {@link #leave}, {@link #stop}, {@link #stopped}, {@link #dump}
 * and the methods that create conditions, futures and channels may be called by any
 * thread. All others belong to the code inside the group and throw
 * {@link IllegalStateException} elsewhere.
 */
public final class FiberGroup {

	private final String name;

	private final RoundScheduler scheduler;

	private final FailureHandler failureHandler;

	private final Inbox<Runnable> tasks = new Inbox<>();

	private final ArrayDeque<Timer> dueTimers = new ArrayDeque<>();

	/** Turns of fibers and calls of listeners, in the order in which they got ready. */
	private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

	private final List<Runnable> roundEndHooks = new ArrayList<>();

	private final FiberScope rootScope;

	private final AtomicBoolean stopRequested = new AtomicBoolean();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private final Consumer<FiberGroup> onStopped;

	/** How many timers are due: where it is none the queue is not even looked at. */
	private int dueCount;

	private int stepsLeft;

	/** Whether there may be something for the hooks in this round. */
	private boolean anythingGathered;

	/** Whether what is running has something for the hooks, unless it says otherwise. */
	private boolean gathered;

	/** The stop has got so far that no task is accepted any more. */
	private boolean tasksClosed;

	private volatile boolean over;

	/** Whether the group waits for its round; kept by the scheduler. */
	boolean queued;

	FiberGroup(String name, RoundScheduler scheduler, FailureHandler failureHandler, Consumer<FiberGroup> onStopped) {
		this.name = Objects.requireNonNull(name, "'name' must not be null");
		this.scheduler = scheduler;
		this.failureHandler = Objects.requireNonNull(failureHandler, "'failureHandler' must not be null");
		this.onStopped = onStopped;
		this.rootScope = new FiberScope(this, null, "root");
	}

	/**
	 * The name of this group, as it appears in logs and dumps.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The clock of the dispatcher.
	 * @return the clock
	 */
	public Clock clock() {
		return this.scheduler.clock;
	}

	/**
	 * Run a task in a later round of this group: the next one if the budget allows, never
	 * the one that is running. Tasks run in the order in which they were accepted. Safe
	 * for any thread; costs one small object and wakes the dispatcher only if it sleeps.
	 * The queue is not bounded here: who admits work from outside has to bound it.
	 * @param task the task
	 * @return {@code true} if the task will run, {@code false} if it never will because
	 * the group has stopped
	 */
	public boolean execute(Runnable task) {
		Objects.requireNonNull(task, "'task' must not be null");
		Inbox.Offer offer = this.tasks.offer(task);
		if (offer == Inbox.Offer.FIRST) {
			this.scheduler.groupReady(this);
		}
		return offer != Inbox.Offer.REFUSED;
	}

	/**
	 * Leave a task for the next round of this group that something else calls for: a
	 * timer, a fiber or a task of {@link #execute}. It runs in order with the other
	 * tasks; what was left during a round with something for the hooks gets one at once.
	 * Safe for any thread. For frequent news that nobody waits for; the caller has to
	 * know that a timer will come.
	 * @param task the task
	 * @return {@code false} if the task never will run because the group has stopped
	 */
	public boolean leave(Runnable task) {
		return this.tasks.leave(Objects.requireNonNull(task, "'task' must not be null"));
	}

	/**
	 * Whether the caller is code of this group. Safe for any thread.
	 * @return whether this is the dispatcher thread in a round of this group
	 */
	public boolean inGroup() {
		return this.scheduler.isCurrent(this);
	}

	/**
	 * Run a task later. Timers fire between the rounds, in the order of their deadlines
	 * and, for equal deadlines, of their creation. They are dropped when the group stops.
	 * @param delayNanos the delay in nanoseconds; not positive means as soon as possible
	 * @param task the task
	 * @return a handle to take the task back
	 */
	public TimerHandle schedule(long delayNanos, Runnable task) {
		checkInGroup("schedule a timer");
		Objects.requireNonNull(task, "'task' must not be null");
		return newTimer(delayNanos, task);
	}

	/**
	 * Add a hook that runs once at the end of each round in which anything of this group
	 * ran that did not say that {@linkplain #nothingGathered() nothing gathered}, before
	 * the dispatcher turns to another group or sleeps. It is the place to send and write
	 * what gathered in the round. Work that a hook makes ready belongs to the next round.
	 * Hooks run in the order in which they were added. To be called inside the group, or
	 * while setting it up, before the first task is handed in.
	 * @param flush the hook
	 */
	public void onRoundEnd(Runnable flush) {
		this.roundEndHooks.add(Objects.requireNonNull(flush, "'flush' must not be null"));
	}

	/**
	 * Say that the task or timer that is running has left nothing to do for the hooks at
	 * the end of the round. They are left out if nothing else runs in the round. What
	 * fibers do always counts, and so does a failure.
	 */
	public void nothingGathered() {
		checkInGroup("say what it leaves to the hooks");
		this.gathered = false;
	}

	/**
	 * Whether all that has run in this round before the running task said that
	 * {@linkplain #nothingGathered() nothing gathered}, so that it finds everything as
	 * the last hooks have left it.
	 * @return whether the round has been quiet so far
	 */
	public boolean isRoundQuiet() {
		checkInGroup("ask what ran in the round");
		return !this.anythingGathered;
	}

	/**
	 * Start a fiber in the root scope. Its first step runs when its turn comes, not
	 * inside this call.
	 * @param name the name, for logs and dumps
	 * @param frame what the fiber does
	 * @return the fiber
	 */
	public Fiber start(String name, FiberFrame<?> frame) {
		return start(this.rootScope, name, frame);
	}

	/**
	 * Start a fiber in a scope. In a cancelled scope the fiber ends at once: of its frame
	 * only {@link FiberFrame#onFinally()} runs.
	 * @param scope a scope of this group
	 * @param name the name, for logs and dumps
	 * @param frame what the fiber does
	 * @return the fiber
	 */
	public Fiber start(FiberScope scope, String name, FiberFrame<?> frame) {
		checkInGroup("start a fiber");
		return Fiber.start(scope.ownedBy(this), name, frame);
	}

	/**
	 * The scope that is cancelled when the group stops.
	 * @return the root scope
	 */
	public FiberScope rootScope() {
		return this.rootScope;
	}

	/**
	 * Create a scope below the root scope.
	 * @param name the name, for logs and dumps
	 * @return the scope
	 */
	public FiberScope newScope(String name) {
		return this.rootScope.newScope(name);
	}

	/**
	 * Create a condition. Any thread.
	 * @param name the name, for logs and dumps
	 * @return the condition
	 */
	public FiberCondition newCondition(String name) {
		return new FiberCondition(this, name);
	}

	/**
	 * Create a future. Any thread.
	 * @param name the name, for logs and dumps
	 * @param <T> the type of the value
	 * @return the future
	 */
	public <T extends @Nullable Object> FiberFuture<T> newFuture(String name) {
		return new FiberFuture<>(this, name);
	}

	/**
	 * Create a bounded channel. Any thread.
	 * @param name the name, for logs and dumps
	 * @param capacity how many items it holds at most
	 * @param <T> the type of the items
	 * @return the channel
	 */
	public <T> FiberChannel<T> newChannel(String name, int capacity) {
		return new FiberChannel<>(this, name, capacity);
	}

	/**
	 * Stop this group: after the tasks that were accepted before this call, the root
	 * scope is cancelled (each frame's {@code onFinally} runs), what was accepted
	 * meanwhile runs, then tasks are refused, timers dropped, and the round-end hooks run
	 * a last time. Safe for any thread; calling it again does nothing.
	 * @return completed when nothing of this group will run any more
	 */
	public CompletionStage<Void> stop() {
		if (this.stopRequested.compareAndSet(false, true)) {
			execute(this::runStop);
		}
		return stopped();
	}

	/**
	 * The end of this group. Continuations run on the dispatcher thread and must not
	 * block.
	 * @return completed when nothing of this group will run any more
	 */
	public CompletionStage<Void> stopped() {
		return this.stopped.minimalCompletionStage();
	}

	/**
	 * Who waits for what. Safe for any thread and never waits, so that it can be used on
	 * a group that hangs; asked for from outside it is no consistent cut.
	 * @return text of several lines
	 */
	public String dump() {
		return new GroupDump(this, this.scheduler).text();
	}

	@Override
	public String toString() {
		return "FiberGroup[" + this.name + "]";
	}

	/**
	 * One round.
	 * @return whether there is work for another one
	 */
	boolean runRound() {
		this.stepsLeft = this.scheduler.roundBudget;
		this.anythingGathered = false;
		runTimers();
		runTasks();
		runReady();
		if (this.anythingGathered) {
			runRoundEndHooks();
		}
		if (this.tasksClosed && !this.over && !isKilled()) {
			finishStop();
		}
		boolean tasksWait = this.anythingGathered ? !this.tasks.isEmpty() : this.tasks.isCalling();
		return !this.over && (tasksWait || this.dueCount > 0 || !this.ready.isEmpty());
	}

	Timer newTimer(long delayNanos, Runnable task) {
		return this.scheduler.timers.add(clock().nanoTime(), delayNanos, task, this);
	}

	void timerDue(Timer timer) {
		this.dueTimers.add(timer);
		this.dueCount++;
	}

	/**
	 * Add the turn of a fiber, or the call of a listener, behind those that are ready.
	 * @param turn what to run
	 */
	void addReady(Runnable turn) {
		this.ready.add(turn);
	}

	/**
	 * Take one more step for the running fiber out of the budget of this round.
	 * @return {@code false} if the budget is used up
	 */
	boolean takeStep() {
		return --this.stepsLeft >= 0;
	}

	/**
	 * Where this group stands in its life, for dumps.
	 * @return an adjective
	 */
	String phase() {
		if (this.over) {
			return isKilled() ? "killed" : "stopped";
		}
		return this.stopRequested.get() ? "stopping" : "running";
	}

	boolean isKilled() {
		return this.scheduler.isKilled();
	}

	void checkInGroup(String action) {
		if (!inGroup()) {
			throw new IllegalStateException("Only code inside group '" + this.name + "' may " + action
					+ ", but this is thread '" + Thread.currentThread().getName() + "'; use execute()");
		}
	}

	void report(String source, Throwable failure) {
		try {
			this.failureHandler.onFailure(this, source, failure);
		}
		catch (Throwable ex) {
			ex.addSuppressed(failure);
			LoggingFailureHandler.INSTANCE.onFailure(this, "the failure handler for " + source, ex);
		}
	}

	/**
	 * The group died with its dispatcher: refuse everything, run nothing.
	 */
	void discard() {
		this.over = true;
		this.tasks.discard();
		this.dueTimers.clear();
		this.dueCount = 0;
		this.ready.clear();
	}

	private void runTimers() {
		for (int i = 0; i < this.scheduler.roundBudget && this.dueCount > 0; i++) {
			Timer timer = this.dueTimers.remove();
			this.dueCount--;
			if (timer.end()) {
				runGuarded("timer", timer.task);
			}
		}
	}

	private void runTasks() {
		this.tasks.take();
		// What the stop finds accepted belongs to the next round, like any other task.
		boolean beganClosed = this.tasksClosed;
		for (int i = 0; i < this.scheduler.roundBudget && this.tasksClosed == beganClosed; i++) {
			Runnable task = this.tasks.poll();
			if (task == null) {
				break;
			}
			runGuarded("task", task);
		}
	}

	private void runReady() {
		while (!this.ready.isEmpty() && this.stepsLeft > 0 && !isKilled()) {
			Runnable turn = this.ready.remove();
			this.anythingGathered = true;
			this.stepsLeft--;
			turn.run();
		}
	}

	private void runRoundEndHooks() {
		for (int i = 0; i < this.roundEndHooks.size() && !isKilled(); i++) {
			runGuarded("round-end hook", this.roundEndHooks.get(i));
		}
	}

	private void runStop() {
		this.rootScope.cancel("group '" + this.name + "' stops");
		// From here on nothing is accepted; what was accepted so far still runs, if
		// need be in several rounds.
		this.tasks.close();
		this.tasksClosed = true;
	}

	private void finishStop() {
		if (!this.tasks.isEmpty() || !this.ready.isEmpty()) {
			return;
		}
		this.over = true;
		this.scheduler.timers.removeAll(this);
		this.dueTimers.clear();
		this.dueCount = 0;
		this.onStopped.accept(this);
		this.stopped.complete(null);
	}

	private void runGuarded(String source, Runnable code) {
		this.gathered = true;
		try {
			code.run();
		}
		catch (Throwable ex) {
			this.gathered = true;
			report(source, ex);
		}
		this.anythingGathered |= this.gathered;
	}

}
