package io.dongting.spring.leader;

/**
 * Work that is done only while this node leads a Raft group.
 */
@FunctionalInterface
public interface LeaderTask {

	/**
	 * Do the work. Runs on a thread of its own, which is interrupted when the leadership
	 * ends or the application stops: return soon then. It is called once for each
	 * leadership, also if it returns early or throws, which is logged, and not before the
	 * call for an earlier leadership has returned.
	 * @param fencingToken the token of this leadership, to be sent along to whatever
	 * resource two leaders must not use at once, see {@link RaftLeadership}
	 * @throws InterruptedException if the thread was interrupted
	 * @throws Exception if the work cannot be done
	 */
	void run(long fencingToken) throws Exception;

}
