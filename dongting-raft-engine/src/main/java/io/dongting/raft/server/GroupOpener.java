package io.dongting.raft.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.GroupStorage;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.log.EntryFormat;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.LogListener;
import io.dongting.raft.log.segment.JournalSeat;
import io.dongting.raft.log.segment.LogConfiguration;
import io.dongting.raft.log.segment.SegmentedLog;
import io.dongting.raft.log.vote.Floor;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStateLostException;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.raft.snapshot.FoundSnapshots;
import io.dongting.raft.snapshot.SnapshotStore;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.TimedFileSystem;

/**
 * Opens what a group keeps on disk. A group's directory is empty, or holds a log and the
 * votes of one replica: anything between was taken away by somebody, and a replica that
 * went on without it could break its word. Only where the votes name a floor may the log
 * be missing: it is being refilled (R28).
 */
final class GroupOpener {

	/**
	 * More than the nodes of two configurations with the longest addresses. There can
	 * always be a segment with room for it.
	 */
	private static final int LARGEST_CONFIGURATION_BYTES = 40 * 1024;

	/** The first file of a log is this part of what its files grow to. */
	private static final int FIRST_SEGMENT_PART = 256;

	private static final int SMALLEST_SEGMENT_BYTES = 32 * 1024;

	private final FileSystem files;

	private final RaftEnvironment environment;

	private final NodeJournal journal;

	GroupOpener(FileSystem files, RaftEnvironment environment, NodeJournal journal) {
		this.files = files;
		this.environment = environment;
		this.journal = journal;
	}

	/**
	 * Open a group's files. Blocks.
	 * @param context the group, which will own them
	 * @param health told when they fail
	 * @return the opened files
	 * @throws IOException if they cannot be read or written
	 */
	GroupStorage open(GroupContext context, Health health) throws IOException {
		RaftGroupConfig config = context.config();
		FiberGroup fibers = context.fibers();
		String directory = GroupDirectories.of(config.name());
		String logDirectory = GroupDirectories.logOf(config.name());
		Executor storage = this.environment.storageExecutor();
		boolean hadLog = SegmentedLog.exists(this.files, logDirectory);
		VoteStore votes = hadLog ? VoteStore.open(this.files, directory, fibers, storage, health::storageFailed)
				: VoteStore.openOrCreate(this.files, directory, this.environment::newUuid, fibers, storage,
						health::storageFailed);
		try {
			LogConfiguration configuration = configuration(config, votes.state());
			FileSystem logFiles = filesOfLog(context);
			JournalSeat seat = this.journal.seat(fibers, config.groupId(), votes.state().replicaUuid(),
					context.meters());
			LogListener listener = new FailureListener(health);
			SnapshotStore snapshots = new SnapshotStore(this.files, directory + "/snapshots", config.groupId());
			goOnWithRefill(directory, votes);
			if (SegmentedLog.exists(this.files, logDirectory)) {
				FoundSnapshots found = snapshots.open();
				SegmentedLog log = SegmentedLog.open(configuration, logFiles, logDirectory, seat, fibers, storage,
						listener);
				fit(log, snapshots, found);
				return new GroupStorage(votes, log, snapshots, found.readable());
			}
			requireMayBeEmpty(votes.state(), logDirectory);
			return new GroupStorage(votes,
					SegmentedLog.create(configuration, logFiles, logDirectory, seat, fibers, storage, listener),
					snapshots, List.of());
		}
		catch (IOException | RuntimeException | Error ex) {
			votes.closeUnused(ex);
			throw ex;
		}
	}

	/** The group was removed: nothing of it is needed. */
	void forget(RaftGroupConfig config) {
		this.journal.forget(config.groupId());
	}

	/** How long the disk takes is told by its syncs of the log. */
	private FileSystem filesOfLog(GroupContext context) {
		GroupMeters meters = context.meters();
		return (meters == GroupMeters.NONE) ? this.files
				: new TimedFileSystem(this.files, context.clock(), meters::synced);
	}

	private static void fit(SegmentedLog log, SnapshotStore snapshots, FoundSnapshots found) throws IOException {
		try {
			new SnapshotFit(log, snapshots, found).establish();
		}
		catch (IOException | RuntimeException | Error ex) {
			log.closeUnused(ex);
			throw ex;
		}
	}

	/**
	 * Let the log of a group that does not run be refilled from its next opening on, if
	 * it is damaged. Blocks.
	 * @param config the group
	 * @param fibers who would own its files
	 * @throws VoteStateLostException if term and vote cannot be read; nothing was changed
	 * @throws IOException if the files cannot be read or written; the next opening may
	 * begin the refill then, or find everything as it was
	 */
	void orderRefill(RaftGroupConfig config, FiberGroup fibers) throws IOException {
		String directory = GroupDirectories.of(config.name());
		VoteStore votes = VoteStore.open(this.files, directory, fibers, this.environment.storageExecutor(), (cause) -> {
		});
		try {
			if (!isOrdered(directory, votes.state())) {
				order(config, directory, votes);
			}
			votes.closeUnused();
		}
		catch (IOException | RuntimeException | Error ex) {
			votes.closeUnused(ex);
			throw ex;
		}
	}

	/** A refill was begun and has failed before there was a new log. */
	private boolean isOrdered(String directory, VoteState state) {
		Floor floor = state.floor();
		return floor != null && (!floor.dataSetAside() || !this.files.exists(directory + "/log"));
	}

	private void order(RaftGroupConfig config, String directory, VoteStore votes) throws IOException {
		DamagedData damaged = new DamagedData(this.files, directory);
		if (damaged.isKept()) {
			throw new ServerChangeException(Reason.DATA_KEPT,
					"The damaged data of an earlier refill of group '" + config.name()
							+ "' is still kept: move away what ends in '" + DamagedData.ASIDE + "' in " + directory
							+ ".");
		}
		FoundSnapshots found = new SnapshotStore(this.files, directory + "/snapshots", config.groupId()).open();
		Floor floor = damaged.floor(votes.state(), found);
		if (floor == null) {
			throw new ServerChangeException(Reason.END_UNKNOWN, "The damage hides how far the log of group '"
					+ config.name() + "' went, so nobody can say when it would be whole again.");
		}
		votes.saveUnused(votes.state().withFloor(floor));
	}

	/** The floor is durable, so the data may go; and goes before anything is written. */
	private void goOnWithRefill(String directory, VoteStore votes) throws IOException {
		Floor floor = votes.state().floor();
		if (floor != null && !floor.dataSetAside()) {
			new DamagedData(this.files, directory).setAside();
			votes.saveUnused(votes.state().withFloor(floor.withDataSetAside()));
		}
	}

	private static void requireMayBeEmpty(VoteState state, String logDirectory) {
		if (state.floor() == null && !state.equals(VoteState.initial(state.replicaUuid()))) {
			throw new LogDamagedException(logDirectory, 0, -1,
					"the log of a replica that has already taken part is missing", null);
		}
	}

	private static LogConfiguration configuration(RaftGroupConfig config, VoteState state) {
		RaftGroupOptions options = config.options();
		return LogConfiguration.of(config.groupId(), state.replicaUuid())
			.withSizes(options.segmentBytes(),
					Math.max(options.maxEntryBytes(), LARGEST_CONFIGURATION_BYTES) + EntryFormat.HEADER_BYTES,
					options.cacheBytes())
			.withFirstSegment(firstSegmentBytes(options));
	}

	/** A group that has nothing to write takes next to no space (R29). */
	private static int firstSegmentBytes(RaftGroupOptions options) {
		return Math.max(SMALLEST_SEGMENT_BYTES, options.segmentBytes() / FIRST_SEGMENT_PART);
	}

	/**
	 * That more is durable, or less is in the way of a vote, is seen at the end of the
	 * round in which it is told.
	 *
	 * @param health told of failures
	 */
	private record FailureListener(Health health) implements LogListener {

		@Override
		public void durable(long durableIndex) {
			// the round that delivers this ends with a look at the log
		}

		@Override
		public void truncated() {
			// candidates ask again
		}

		@Override
		public void failed(Throwable cause) {
			this.health.storageFailed(cause);
		}

	}

}
