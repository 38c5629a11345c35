package io.dongting.fiber;

/**
 * A place where a frame goes on after a wait: {@code this::afterWrite}.
 */
@FunctionalInterface
public interface Resume {

	/**
	 * Run to the next wait.
	 * @return the next step
	 * @throws Exception any; it goes to {@link FiberFrame#handle}
	 */
	Step resume() throws Exception;

}
