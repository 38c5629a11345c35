package io.dongting.raft.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.journal.JournalRecords;
import io.dongting.raft.log.journal.JournaledLog;
import io.dongting.raft.log.segment.LogConfiguration;
import io.dongting.raft.log.segment.SegmentedLog;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.raft.storage.FileSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the journal of the node holds to the logs of the groups, before any of them
 * is opened: also to those that are not hosted this time, for the journal forgets.
 * Blocks.
 *
 * <p>
 * A log is found by the replica that its group's votes name, or it itself. Where none is
 * found the group was removed. A log that is damaged keeps no other from its entries; it
 * notes how far they went, and is refused when the group is opened (R28).
 */
final class JournalReplay {

	private static final Logger log = LoggerFactory.getLogger(JournalReplay.class);

	private final FileSystem files;

	JournalReplay(FileSystem files) {
		this.files = files;
	}

	/**
	 * Do it. May be done again where it was interrupted.
	 * @throws LogDamagedException if the journal is damaged, or a log is away
	 * @throws io.dongting.raft.log.LogMismatchException if a log has another format
	 * @throws IOException if files cannot be read or written
	 */
	void run() throws IOException {
		JournalRecords records = JournalRecords.read(this.files, NodeJournal.DIRECTORY);
		if (records.logs().isEmpty()) {
			return;
		}
		Map<UUID, List<String>> directories = directories();
		for (JournaledLog journaled : records.logs()) {
			List<String> found = directories.getOrDefault(journaled.replicaUuid(), List.of());
			if (found.isEmpty()) {
				log.info("The journal holds entries of {}, which is not there any more", journaled);
			}
			for (String directory : found) {
				requireLog(journaled, directory);
				replay(records, journaled, directory);
			}
		}
	}

	/**
	 * Return the directories of the logs of each replica: more than one where somebody
	 * has copied a group; the copy is none the worse.
	 */
	private Map<UUID, List<String>> directories() throws IOException {
		Map<UUID, List<String>> found = new HashMap<>();
		for (String group : new GroupDirectories(this.files).names()) {
			UUID replica = replicaOf(group);
			if (replica != null) {
				found.computeIfAbsent(replica, (key) -> new ArrayList<>()).add(GroupDirectories.logOf(group));
			}
		}
		return found;
	}

	/** Votes that cannot be read hide no log: its files name the replica, too. */
	private @Nullable UUID replicaOf(String group) throws IOException {
		String directory = GroupDirectories.of(group);
		try {
			VoteState votes = VoteStore.peek(this.files, directory);
			if (votes != null) {
				return votes.replicaUuid();
			}
		}
		catch (IOException ex) {
			log.warn("The votes in {} cannot be read; the group is known by its log", directory, ex);
		}
		return SegmentedLog.replicaOf(this.files, GroupDirectories.logOf(group));
	}

	/**
	 * A log that is away for once would miss what the journal is about to forget.
	 */
	private void requireLog(JournaledLog journaled, String directory) throws IOException {
		if (!SegmentedLog.exists(this.files, directory)) {
			throw new LogDamagedException(directory, 0, -1,
					"the journal holds entries of " + journaled + ", but there is no log to bring them to", null);
		}
	}

	private void replay(JournalRecords records, JournaledLog journaled, String directory) throws IOException {
		LogConfiguration configuration = LogConfiguration.of(journaled.groupId(), journaled.replicaUuid());
		try (ReplayedLog replayed = new ReplayedLog(this.files, configuration, directory)) {
			records.replay(journaled, replayed);
			@Nullable LogDamagedException damage = replayed.end();
			if (damage != null) {
				log.error("What the journal holds of the log in {} cannot be brought there. It is set aside with the"
						+ " log when that is refilled.", directory, damage);
			}
		}
	}

}
