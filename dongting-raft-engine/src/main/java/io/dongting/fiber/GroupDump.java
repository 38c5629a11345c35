package io.dongting.fiber;

/**
 * Writes down who waits for what in a group. It reads what belongs to the group without
 * asking, and may be called by another thread while the group runs: then a line may be
 * out of date, but each line is about one moment and nothing waits.
 */
final class GroupDump {

	private final FiberGroup group;

	private final RoundScheduler scheduler;

	private final long nowNanos;

	private final StringBuilder text = new StringBuilder();

	private int fibers;

	GroupDump(FiberGroup group, RoundScheduler scheduler) {
		this.group = group;
		this.scheduler = scheduler;
		this.nowNanos = scheduler.clock.nanoTime();
	}

	String text() {
		StringBuilder body = new StringBuilder();
		appendScope(this.group.rootScope(), body);
		this.text.append("group '").append(this.group.name()).append("' (").append(this.group.phase()).append("): ");
		this.text.append(this.fibers).append((this.fibers != 1) ? " fibers" : " fiber").append('\n');
		this.text.append(body);
		appendThread();
		return this.text.toString();
	}

	private void appendScope(FiberScope scope, StringBuilder out) {
		out.append("  scope ").append(scope.path()).append('\n');
		for (Fiber fiber : scope.fibers()) {
			this.fibers++;
			out.append("    ").append(fiber.dump(this.nowNanos)).append('\n');
		}
		for (FiberScope child : scope.children()) {
			appendScope(child, out);
		}
	}

	private void appendThread() {
		if (this.scheduler.isDispatchingThread() || !this.scheduler.thread().isAlive()) {
			return;
		}
		this.text.append("  thread '").append(this.scheduler.thread().getName()).append("' is at\n");
		for (StackTraceElement element : this.scheduler.thread().getStackTrace()) {
			this.text.append("    ").append(element).append('\n');
		}
	}

}
