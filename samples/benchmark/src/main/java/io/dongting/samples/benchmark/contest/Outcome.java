package io.dongting.samples.benchmark.contest;

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

}
