package io.dongting.spring.leader;

/**
 * Told when this node begins and ceases to lead a Raft group. Calls come one after the
 * other and alternate, a grant first, on a thread where the group does not wait; they
 * should be short, since the next has to wait for them. Long work is for a
 * {@link LeaderTask}. What a callback throws is logged.
 *
 * <p>
 * A revocation comes late. It does not protect what two leaders must not do at once; only
 * the fencing token does, see {@link RaftLeadership}.
 */
public interface LeaderCandidate {

	/**
	 * This node leads.
	 * @param fencingToken tells this leadership from all others: greater than those
	 * before it
	 */
	void onGranted(long fencingToken);

	/**
	 * The leadership has ended, or the subscription was closed. Another node may have led
	 * for a while already.
	 * @param fencingToken the token with which it was granted
	 */
	default void onRevoked(long fencingToken) {
	}

}
