package io.dongting.raft.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.LogMismatchException;
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
 * A log is found by the replica that its group's votes name. Where none is found the
 * group was removed. A log that is damaged keeps no other from its entries; it notes how
 * far they went, and is refused when the group is opened (R28).
 */
final class JournalReplay {

	private static final Logger log = LoggerFactory.getLogger(JournalReplay.class);

	private final FileSystem files;

	JournalReplay(FileSystem files) {
		this.files = files;
	}

	/**
	 * Do it. May be done again where it was interrupted.
	 * @throws LogDamagedException if the journal is damaged
	 * @throws IOException if files cannot be read or written
	 */
	void run() throws IOException {
		JournalRecords records = JournalRecords.read(this.files, NodeJournal.DIRECTORY);
		for (JournaledLog journaled : records.logs()) {
			List<String> directories = directoriesOf(journaled);
			if (directories.isEmpty()) {
				log.info("The journal holds entries of {}, which is not there any more", journaled);
			}
			for (String directory : directories) {
				replay(records, journaled, directory);
			}
		}
	}

	/** More than one where somebody has copied a group; the copy is none the worse. */
	private List<String> directoriesOf(JournaledLog journaled) throws IOException {
		List<String> found = new ArrayList<>();
		for (String group : new GroupDirectories(this.files).names()) {
			String directory = GroupDirectories.of(group);
			String logDirectory = GroupDirectories.logOf(group);
			if (SegmentedLog.exists(this.files, logDirectory)) {
				VoteState votes = VoteStore.peek(this.files, directory);
				if (votes != null && votes.replicaUuid().equals(journaled.replicaUuid())) {
					found.add(logDirectory);
				}
			}
		}
		return found;
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
		catch (LogMismatchException ex) {
			log.warn("What the journal holds of {} is not for the log in {}: {}", journaled, directory,
					ex.getMessage());
		}
	}

}
