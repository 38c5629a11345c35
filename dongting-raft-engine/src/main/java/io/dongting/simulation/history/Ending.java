package io.dongting.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * How an operation ended for its client. There are three kinds: it was executed and gave
 * an answer, it definitely was not and never will be executed, or nobody knows.
 */
public sealed interface Ending {

	/**
	 * Answer of a {@link Action.Put}.
	 */
	record Written() implements Ending {

	}

	/**
	 * Answer of a {@link Action.Get}.
	 *
	 * @param value the value, {@code null} if the key is absent
	 */
	record Read(@Nullable String value) implements Ending {

	}

	/**
	 * Answer of a {@link Action.Delete}.
	 *
	 * @param deleted whether there was something to delete
	 */
	record Deleted(boolean deleted) implements Ending {

	}

	/**
	 * Answer of a {@link Action.Cas}.
	 *
	 * @param swapped whether the value was the expected one
	 */
	record Swapped(boolean swapped) implements Ending {

	}

	/**
	 * Answer of a {@link Action.Append}.
	 *
	 * @param length how many characters the value has now
	 */
	record Appended(int length) implements Ending {

	}

	/**
	 * Was not executed and never will be.
	 */
	record NotExecuted() implements Ending {

	}

	/**
	 * Was executed at any time since it was asked for, will be at any later time, or
	 * never.
	 */
	record Unknown() implements Ending {

	}

}
