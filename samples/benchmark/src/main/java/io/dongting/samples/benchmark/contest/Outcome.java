package io.dongting.samples.benchmark.contest;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Told once what became of a command or a read. Must neither block nor throw.
 */
public interface Outcome {

	/**
	 * It was done.
	 * @param value what was read; of no meaning for a command
	 */
	void completed(long value);

	/**
	 * It was not done, or nobody knows.
	 * @param cause why
	 */
	void failed(Throwable cause);

	/**
	 * It has come to its end one way or the other, as a future tells it.
	 * @param value what was read, {@code null} if it failed
	 * @param failure why it failed, {@code null} if it was done
	 */
	default void ended(@Nullable Long value, @Nullable Throwable failure) {
		if (failure != null) {
			failed(failure);
		}
		else {
			completed(Objects.requireNonNull(value));
		}
	}

}
