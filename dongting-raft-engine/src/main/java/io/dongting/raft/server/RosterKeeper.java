package io.dongting.raft.server;

import java.io.IOException;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the roster as it is on disk, and does what stands in it to be done there. Used by
 * one thread at a time.
 */
final class RosterKeeper {

	private static final Logger log = LoggerFactory.getLogger(RosterKeeper.class);

	private final RosterFile file;

	private final GroupDirectories directories;

	private volatile Roster roster;

	/**
	 * Read the roster. Blocks.
	 * @param directory the files of the node
	 * @throws RaftStartupException if it is damaged
	 */
	RosterKeeper(NodeDirectory directory) {
		this.file = new RosterFile(directory);
		this.directories = new GroupDirectories(directory.files());
		this.roster = this.file.read();
	}

	Roster roster() {
		return this.roster;
	}

	/**
	 * Make the next roster durable. Blocks.
	 * @param next the next roster
	 * @return the same
	 * @throws IOException if that fails; this roster stays in force, but the next start
	 * may find either
	 */
	Roster write(Roster next) throws IOException {
		this.file.write(next);
		this.roster = next;
		return next;
	}

	/**
	 * Set aside the data of removed groups. Blocks.
	 * @return the roster when that is done
	 * @throws IOException if that fails; it is to be done again before a group of such a
	 * name is opened
	 */
	Roster setAside() throws IOException {
		if (this.roster.settingAside().isEmpty()) {
			return this.roster;
		}
		for (Map.Entry<String, String> entry : this.roster.settingAside().entrySet()) {
			this.directories.setAside(entry.getKey(), entry.getValue());
			log.info("The data of the removed group '{}' is now in {}", entry.getKey(),
					GroupDirectories.of(entry.getValue()));
		}
		return write(this.roster.withNothingToSetAside());
	}

}
