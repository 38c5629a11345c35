package io.dongting.spring.statemachine;

import org.jspecify.annotations.Nullable;

/**
 * What a call of a proxy's method does.
 */
@FunctionalInterface
interface Operation {

	/**
	 * Do it.
	 * @param arguments the arguments of the call
	 * @return what the caller gets, a future if the method returns one
	 * @throws Exception what the caller is to see
	 */
	@Nullable Object call(@Nullable Object[] arguments) throws Exception;

}
