package io.dongting.raft.server;

import java.io.IOException;

import io.dongting.raft.log.segment.LogRemains;
import io.dongting.raft.log.vote.Floor;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.snapshot.FoundSnapshots;
import io.dongting.raft.storage.FileSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log and snapshots of a group that does not run, of which something cannot be read:
 * how far they may have gone, and where they are kept while a log without damage takes
 * their place (R28). All methods block.
 */
final class DamagedData {

	/** What the names get that the damaged log and snapshots are kept under. */
	static final String ASIDE = ".damaged";

	private static final Logger log = LoggerFactory.getLogger(DamagedData.class);

	private final FileSystem files;

	private final String directory;

	/**
	 * Create it. Nothing is read yet.
	 * @param files the files of the node
	 * @param directory the directory of the group
	 */
	DamagedData(FileSystem files, String directory) {
		this.files = files;
		this.directory = directory;
	}

	/** Return whether data of an earlier refill is still kept. */
	boolean isKept() {
		return this.files.exists(log() + ASIDE) || this.files.exists(snapshots() + ASIDE);
	}

	/**
	 * Return a point that nothing lies behind that the replica ever acknowledged: the
	 * furthest end that log and snapshots name.
	 * @param votes term and vote of the replica, and the floor of a refill that has not
	 * come to its end
	 * @param snapshots the snapshots that were found
	 * @return the floor, {@code null} where a slot of the log cannot be read, or a
	 * segment is missing, so that an end may be hidden
	 * @throws IOException if the files cannot be read at all
	 */
	@Nullable Floor floor(VoteState votes, FoundSnapshots snapshots) throws IOException {
		LogRemains remains = LogRemains.read(this.files, log());
		if (!remains.complete()) {
			return null;
		}
		Floor floor = higher(new Floor(remains.lastTerm(), remains.lastIndex(), false),
				new Floor(snapshots.newestTerm(), snapshots.newestIndex(), false));
		Floor before = votes.floor();
		return (before != null) ? higher(floor, new Floor(before.term(), before.index(), false)) : floor;
	}

	private static Floor higher(Floor one, Floor other) {
		return one.isReachedBy(other.term(), other.index()) ? other : one;
	}

	/**
	 * Give the log and the snapshots other names, durably. May be done again where it was
	 * interrupted.
	 * @throws IOException if that fails
	 */
	void setAside() throws IOException {
		setAside(log());
		setAside(snapshots());
		this.files.syncDirectory(this.directory);
		log.info("The damaged data of a group that is being refilled is kept in {} and {}", log() + ASIDE,
				snapshots() + ASIDE);
	}

	private void setAside(String path) throws IOException {
		if (this.files.exists(path)) {
			this.files.rename(path, path + ASIDE);
		}
	}

	private String log() {
		return this.directory + "/log";
	}

	private String snapshots() {
		return this.directory + "/snapshots";
	}

}
