package io.dongting.raft;

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

}
