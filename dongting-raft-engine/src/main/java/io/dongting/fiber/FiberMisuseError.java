package io.dongting.fiber;

/**
 * A frame broke the rules of {@link FiberFrame}: made a second step without returning the
 * first, made a step outside its own turn, returned {@code null}. An error, because no
 * frame should handle it: it ends the fiber.
 */
@SuppressWarnings("serial")
public final class FiberMisuseError extends Error {

	FiberMisuseError(String message) {
		super(message);
	}

}
