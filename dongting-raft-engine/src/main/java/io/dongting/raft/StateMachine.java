package io.dongting.raft;

import org.jspecify.annotations.Nullable;

/**
 * What the log of a group drives. The same entries are applied in the same order on every
 * node, so {@code apply} must depend on nothing but the state and the entry: no clock, no
 * random, no iteration in hash order.
 *
 * <p>
 * All calls come one after the other on the group's apply turn, which is not the thread
 * that runs the protocol: a slow state machine delays its own group's answers, but
 * neither heartbeats nor other groups. The state need not survive a restart, the log is
 * applied again.
 */
@FunctionalInterface
public interface StateMachine {

	/**
	 * Apply one committed entry.
	 * @param item the entry; its body is valid during the call only
	 * @return the result, given to whoever submitted the command; may be empty
	 * @throws Exception if the entry cannot be applied. The group then stops applying on
	 * this node, since skipping an entry would let the nodes drift apart: a command that
	 * fails in the ordinary course of business returns that as its result
	 */
	byte[] apply(LogItem item) throws Exception;

	/**
	 * Say whether a result means that the state has not executed the command: that then
	 * counts as refused where it was submitted, and as executed otherwise. Whoever
	 * submitted it gets the result in either case.
	 *
	 * <p>
	 * Called on any thread, for results of this and other nodes, so the answer depends on
	 * the result alone.
	 * @param result what {@link #apply} returned
	 * @return why the command was not executed, {@code null} if it was
	 */
	default NotExecutedException.@Nullable Reason refusal(byte[] result) {
		return null;
	}

}
