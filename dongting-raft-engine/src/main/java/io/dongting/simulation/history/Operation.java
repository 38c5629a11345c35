package io.dongting.simulation.history;

/**
 * One line of a history.
 *
 * @param client who asked
 * @param key the key asked for
 * @param action what was asked
 * @param ending how it ended
 * @param invokedAt when it was asked, on any clock that all clients share
 * @param endedAt when the client knew how it ended, on the same clock. Another operation
 * invoked at this very time counts as concurrent
 */
public record Operation(int client, String key, Action action, Ending ending, long invokedAt, long endedAt) {

	public Operation {
		if (endedAt < invokedAt) {
			throw new IllegalArgumentException("Operation ends at " + endedAt + ", before it began at " + invokedAt);
		}
		if (!answers(action, ending)) {
			throw new IllegalArgumentException(ending + " is no answer to " + action);
		}
	}

	private static boolean answers(Action action, Ending ending) {
		if (ending instanceof Ending.NotExecuted || ending instanceof Ending.Unknown) {
			return true;
		}
		if (action instanceof Action.Put) {
			return ending instanceof Ending.Written;
		}
		if (action instanceof Action.Get) {
			return ending instanceof Ending.Read;
		}
		if (action instanceof Action.Delete) {
			return ending instanceof Ending.Deleted;
		}
		if (action instanceof Action.Cas) {
			return ending instanceof Ending.Swapped;
		}
		return ending instanceof Ending.Appended;
	}

}
