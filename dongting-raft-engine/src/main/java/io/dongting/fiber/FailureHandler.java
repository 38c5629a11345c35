package io.dongting.fiber;

/**
 * Told of every exception that a task, timer, hook, listener or fiber of a group lets
 * out. The failed piece of code is over; everything else in the group goes on. Called on
 * the dispatcher of the group, inside the group.
 */
@FunctionalInterface
public interface FailureHandler {

	/**
	 * An exception came out of the code of a group.
	 * @param group the group
	 * @param source what failed, for people: {@code "task"}, {@code "fiber 'apply'"}
	 * @param failure what was thrown
	 */
	void onFailure(FiberGroup group, String source, Throwable failure);

	/**
	 * A handler that logs at error level with the names of the group and of the source.
	 * @return the handler
	 */
	static FailureHandler logging() {
		return LoggingFailureHandler.INSTANCE;
	}

}
