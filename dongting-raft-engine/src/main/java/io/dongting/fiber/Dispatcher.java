package io.dongting.fiber;

/**
 * Runs the rounds of its groups, one at a time. A group belongs to one dispatcher for all
 * its life, so what happens inside a group needs no lock. All methods may be called by
 * any thread.
 */
public interface Dispatcher extends AutoCloseable {

	/**
	 * The name of this dispatcher, as it appears in logs and dumps.
	 * @return the name
	 */
	String name();

	/**
	 * The clock that times the groups of this dispatcher.
	 * @return the clock
	 */
	Clock clock();

	/**
	 * Create a group whose failures go to the dispatcher's {@link FailureHandler}.
	 * @param name the name, unique among the groups of this dispatcher that have not
	 * stopped
	 * @return the group
	 * @throws IllegalArgumentException if the name is taken
	 * @throws IllegalStateException if the dispatcher is closed
	 */
	FiberGroup createGroup(String name);

	/**
	 * Create a group with a failure handler of its own.
	 * @param name the name, unique among the groups of this dispatcher that have not
	 * stopped
	 * @param failureHandler told of every exception that the group's code lets out
	 * @return the group
	 * @throws IllegalArgumentException if the name is taken
	 * @throws IllegalStateException if the dispatcher is closed
	 */
	FiberGroup createGroup(String name, FailureHandler failureHandler);

	/**
	 * Stop every group and then the dispatcher itself. Closing twice does nothing. How
	 * long it may take is bounded; see the implementation.
	 */
	@Override
	void close();

}
