/**
 * Cooperative scheduling: code that shares state without locks, and sequences of steps
 * that wait without holding a thread.
 *
 * <h2>The parts</h2>
 * <ul>
 * <li>A {@link io.dongting.fiber.Dispatcher} runs groups:
 * {@link io.dongting.fiber.ThreadDispatcher} on a thread,
 * {@link io.dongting.fiber.VirtualDispatcher} in a world of virtual time, where a run
 * depends on nothing but the program and a seed.
 * <li>A {@link io.dongting.fiber.FiberGroup} is a set of tasks, timers and fibers of
 * which only one runs at a time. It runs in rounds, and a hook at the end of each round
 * turns what gathered into one write or one message.
 * <li>A {@link io.dongting.fiber.Fiber} runs a {@link io.dongting.fiber.FiberFrame},
 * which waits for a {@link io.dongting.fiber.FiberCondition}, a
 * {@link io.dongting.fiber.FiberFuture}, a {@link io.dongting.fiber.FiberChannel}, a
 * time, or a frame that it calls.
 * <li>A {@link io.dongting.fiber.FiberScope} is what fibers are bound to; cancelling it
 * ends them.
 * <li>A {@link io.dongting.fiber.HandOver} lets another thread hand many tasks to groups
 * and wakes those that run them once, at the end.
 * </ul>
 *
 * <h2>A loop with one wait</h2> What a thread would do with
 *
 * <pre class="code">
 * void run() throws InterruptedException {
 *     try {
 *         while (true) {
 *             Request request = this.requests.take();
 *             request.answer(this.state);
 *         }
 *     }
 *     finally {
 *         this.requests.close();
 *     }
 * }
 * </pre>
 *
 * is a frame of the same length:
 *
 * <pre class="code">
 * final class AnswerLoop extends FiberFrame&lt;Void&gt; {
 *
 *     protected Step execute() {
 *         return take(this.requests, this::answer);
 *     }
 *
 *     private Step answer(Request request) {
 *         request.answer(this.state);
 *         return execute();
 *     }
 *
 *     protected void onFinally() {
 *         this.requests.close().forEach(Request::refuse);
 *     }
 *
 * }
 *
 * group.start("answer", new AnswerLoop());
 * </pre>
 *
 * A wait with a timeout names both places where the frame may go on:
 *
 * <pre class="code">
 * return awaitUntil(this.applied, () -&gt; this.lastApplied &gt;= index, timeout, this::answer, this::giveUp);
 * </pre>
 *
 * <h2>Rules that hold</h2>
 * <ul>
 * <li>One group, one thread at a time: code inside a group takes no lock. What other
 * threads may call says so, and all of it only hands something in.
 * <li>A task that {@link io.dongting.fiber.FiberGroup#execute} accepted runs exactly
 * once, in the order of acceptance, also when the group stops; a task that was refused
 * never runs. (A group that is killed is the exception: nothing of it runs again.)
 * <li>No wait without a predicate: it is tested before the wait and after each wake-up,
 * so no signal is lost and none is believed. If the predicate holds when the time is up,
 * that is no timeout.
 * <li>A wait is a returned value. Making a step and not returning it is a
 * {@link io.dongting.fiber.FiberMisuseError} that names the fiber.
 * <li>{@code onFinally} of each frame runs exactly once, the called frame's before its
 * caller's. When {@code cancel} returns, it has run.
 * <li>An exception ends the task, timer, listener or fiber that threw it, is reported to
 * the {@link io.dongting.fiber.FailureHandler}, and touches nothing else.
 * <li>No group, and no fiber in it, keeps the others from running: each round has a
 * budget.
 * <li>A hang can be read: {@link io.dongting.fiber.FiberGroup#dump} tells of every fiber
 * what it waits for and since when, from any thread.
 * </ul>
 */
@NullMarked
package io.dongting.fiber;

import org.jspecify.annotations.NullMarked;
