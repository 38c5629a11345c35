package io.dongting.fiber;

import org.jspecify.annotations.Nullable;

/**
 * A place where a frame goes on with what it waited for: {@code this::afterRead}.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface ResumeWith<T extends @Nullable Object> {

	/**
	 * Run to the next wait.
	 * @param value what was waited for
	 * @return the next step
	 * @throws Exception any; it goes to {@link FiberFrame#handle}
	 */
	Step resume(T value) throws Exception;

}
