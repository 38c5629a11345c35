package io.dongting.raft.log.segment;

import io.dongting.raft.log.journal.JournalMember;

/**
 * The place of one log in the journal of its node.
 */
@FunctionalInterface
public interface JournalSeat {

	/** For a log that writes everything straight to its own files. */
	JournalSeat NONE = (settleSoon) -> new NoJournal();

	/**
	 * Take it, once.
	 * @param settleSoon run on the dispatcher thread of the group when the journal wants
	 * space back that is held for this log
	 * @return the member that the log is from now on
	 */
	JournalMember take(Runnable settleSoon);

}
