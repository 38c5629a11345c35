package io.dongting.fiber;

/**
 * The only source of time. Every decision is taken on the monotonic time; wall time is
 * for showing to people and for stamping records. Safe for use by any thread.
 */
public interface Clock {

	/**
	 * Monotonic time. Only differences have a meaning; the value may be negative.
	 * @return nanoseconds since an arbitrary origin
	 */
	long nanoTime();

	/**
	 * Wall time, which may jump in both directions.
	 * @return milliseconds since 1970-01-01T00:00Z
	 */
	long currentTimeMillis();

}
