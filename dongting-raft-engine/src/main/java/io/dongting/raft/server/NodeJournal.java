package io.dongting.raft.server;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.dongting.fiber.Clock;
import io.dongting.fiber.FiberGroup;
import io.dongting.raft.RaftException;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.log.journal.Journal;
import io.dongting.raft.log.journal.JournalMember;
import io.dongting.raft.log.segment.JournalSeat;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.TimedFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal that all groups of a node share: opened before the first of them, closed
 * after the last.
 */
final class NodeJournal implements AutoCloseable {

	static final String DIRECTORY = "journal";

	private static final Logger log = LoggerFactory.getLogger(NodeJournal.class);

	private final Journal journal;

	/** Of the logs that were opened last, by the ids of their groups. */
	private final Map<Integer, JournalMember> members = new ConcurrentHashMap<>();

	private final AtomicLong lastSyncNanos;

	private NodeJournal(Journal journal, AtomicLong lastSyncNanos) {
		this.journal = journal;
		this.lastSyncNanos = lastSyncNanos;
	}

	/**
	 * Bring to the logs of the groups what an earlier run left in the journal, and begin
	 * it anew. Blocks. May be done again where it was interrupted.
	 * @param files the files of the node
	 * @param environment where blocking work is done, and how large the journal is
	 * @param clock times the syncs
	 * @return the journal
	 * @throws RaftStartupException if the journal is damaged, or files cannot be read or
	 * written; nothing is lost by that
	 */
	static NodeJournal open(FileSystem files, RaftEnvironment environment, Clock clock) {
		try {
			new JournalReplay(files).run();
			AtomicLong lastSyncNanos = new AtomicLong();
			FileSystem timed = new TimedFileSystem(files, clock, lastSyncNanos::set);
			return new NodeJournal(Journal.open(environment.journal(), timed, DIRECTORY, environment.storageExecutor()),
					lastSyncNanos);
		}
		catch (IOException | RaftException ex) {
			throw new RaftStartupException("What the journal of the node holds cannot be brought to the groups: " + ex,
					ex);
		}
	}

	/**
	 * Return the place of a group's log.
	 * @param fibers where the group runs
	 * @param groupId the id of the group
	 * @param replicaUuid its replica
	 * @param meters told how long syncs take
	 * @return the place
	 */
	JournalSeat seat(FiberGroup fibers, int groupId, UUID replicaUuid, GroupMeters meters) {
		return (settleSoon) -> {
			JournalMember member = this.journal.join(fibers, groupId, replicaUuid, settleSoon);
			this.members.put(groupId, member);
			return (meters == GroupMeters.NONE) ? member : new MeteredMember(member, meters, this.lastSyncNanos::get);
		};
	}

	/**
	 * Keep nothing for a group that was removed, be it that its log could not settle it.
	 * @param groupId the id of the group
	 */
	void forget(int groupId) {
		JournalMember member = this.members.remove(groupId);
		if (member != null) {
			member.leave();
		}
	}

	/** What could not be settled stays in the files, for the next start. */
	@Override
	public void close() {
		try {
			this.journal.close();
		}
		catch (IOException | RuntimeException ex) {
			log.warn("The journal was not closed in good order; the next start reads it", ex);
		}
	}

}
