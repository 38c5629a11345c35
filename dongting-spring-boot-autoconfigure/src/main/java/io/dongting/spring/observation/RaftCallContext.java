package io.dongting.spring.observation;

import io.micrometer.observation.Observation;

/**
 * What is known of an observed call. A global observation convention of the application
 * may be made for it.
 */
public final class RaftCallContext extends Observation.Context {

	private final String group;

	private final String operation;

	RaftCallContext(String group, String operation) {
		this.group = group;
		this.operation = operation;
	}

	/**
	 * Return the group that is called.
	 * @return its name
	 */
	public String getGroup() {
		return this.group;
	}

	/**
	 * Return what is called.
	 * @return the id of the command or query, or the name of its method where none is set
	 */
	public String getOperation() {
		return this.operation;
	}

}
