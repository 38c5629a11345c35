package io.dongting.raft.core;

import java.util.UUID;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.snapshot.StoredSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a replica believes at the moment, for a simulation that checks invariants over all
 * replicas after every step. A live view that changes nothing; to be used on the thread
 * of the group, between its rounds.
 */
public interface GroupInspection {

	/**
	 * Return whether the group works, and if not, why.
	 * @return the condition
	 */
	Condition condition();

	/**
	 * Return which replica this is.
	 * @return its uuid
	 */
	UUID replica();

	/**
	 * Return the current term, which may not be durable yet.
	 * @return the term
	 */
	long term();

	/**
	 * Return who has this replica's vote in the current term, perhaps not durably yet.
	 * @return the node id, 0 if nobody
	 */
	int votedFor();

	/**
	 * Return whether this replica leads the current term.
	 * @return whether it does
	 */
	boolean leads();

	/**
	 * Return what this replica tells its users of its leadership.
	 * @return the fencing token, 0 if it does not tell that it leads
	 */
	long fencingToken();

	/**
	 * Return whether this replica would serve a read on its own authority now, or let one
	 * run that waits for the state machine (R17).
	 * @return whether it would
	 */
	boolean holdsLease();

	/**
	 * Return whether this replica leads and appends nothing for the moment, since it
	 * hands over (R24).
	 * @return whether commands wait
	 */
	boolean holdsCommands();

	/**
	 * Return how much room this replica takes the disk of its node to have (R29).
	 * @return the room
	 */
	DiskSpace diskSpace();

	/**
	 * Return the first index that is kept.
	 * @return the index
	 */
	long firstIndex();

	/**
	 * Return the last appended index.
	 * @return the index, 0 if there is none
	 */
	long lastIndex();

	/**
	 * Return up to where this replica takes its log for durable.
	 * @return the index
	 */
	long durableIndex();

	/**
	 * Return how often the log was cut, counted over restarts.
	 * @return the write epoch
	 */
	long writeEpoch();

	/**
	 * Return the term of an entry.
	 * @param index any index
	 * @return the term, 0 for index 0, -1 where there is no entry
	 */
	long termAt(long index);

	/**
	 * Return entries that are in memory; those that are not durable always are.
	 * @param fromIndex the first index wanted
	 * @return some entries from there on, {@code null} if they are not in memory
	 */
	@Nullable EntryBatch cached(long fromIndex);

	/**
	 * Return where the configuration stands that this replica takes for the one in force.
	 * @return the index, 0 if there is none
	 */
	long configurationIndex();

	/**
	 * Return how far this replica knows the log to be committed.
	 * @return the index, 0 if nothing is known
	 */
	long commitIndex();

	/**
	 * Return the newest snapshot.
	 * @return the snapshot, {@code null} if there is none
	 */
	@Nullable StoredSnapshot snapshot();

	/**
	 * Return how far the log is applied.
	 * @return the index, 0 if nothing was
	 */
	long appliedIndex();

}
