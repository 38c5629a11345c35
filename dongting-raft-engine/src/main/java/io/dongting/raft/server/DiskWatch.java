package io.dongting.raft.server;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.Watermarks.Room;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageLane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how much space is left on the disk of the node, for all its groups
 * (R29). May be asked on any thread, which costs nothing. A disk that hangs is looked at
 * again when it goes on; until then it is what it was.
 */
final class DiskWatch implements Supplier<DiskSpace> {

	private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);

	private final int nodeId;

	private final FileSystem files;

	private final DiskSpaceOptions options;

	private final Watermarks watermarks;

	private final FiberGroup fibers;

	private final StorageLane storage;

	private volatile DiskSpace space = DiskSpace.AMPLE;

	/** The last look told nothing, which is logged once. */
	private boolean blind;

	/**
	 * Create the watch.
	 * @param nodeId the node, for logs
	 * @param files what is on the disk
	 * @param options the watermarks
	 * @param fibers where the next look is waited for
	 * @param storageExecutor looks; its threads may block
	 */
	DiskWatch(int nodeId, FileSystem files, DiskSpaceOptions options, FiberGroup fibers, Executor storageExecutor) {
		this.nodeId = nodeId;
		this.files = files;
		this.options = options;
		this.watermarks = new Watermarks(options);
		this.fibers = fibers;
		this.storage = new StorageLane(fibers, storageExecutor);
	}

	/**
	 * Watch the disk of a node, if that is wanted: all its groups keep their data there.
	 * Blocks for the first look.
	 * @param config the node
	 * @param files what is on the disk
	 * @param dispatchers the first has the watch
	 * @param environment where blocking work is done
	 * @return how much room there was at the last look
	 */
	static Supplier<DiskSpace> begin(RaftServerConfig config, FileSystem files, DispatcherPool dispatchers,
			RaftEnvironment environment) {
		if (!config.diskSpace().isWatched()) {
			return () -> DiskSpace.AMPLE;
		}
		DiskWatch watch = new DiskWatch(config.nodeId(), files, config.diskSpace(),
				dispatchers.first().createGroup("(disk)", environment.failureHandler()), environment.storageExecutor());
		watch.start();
		return watch;
	}

	/** Look for the first time, which blocks, and from then on as often as wanted. */
	void start() {
		try {
			seen(room());
		}
		catch (IOException ex) {
			notSeen(ex);
		}
		this.fibers.execute(this::lookLater);
	}

	private void lookLater() {
		this.fibers.schedule(this.options.checkInterval().toNanos(), this::look);
	}

	private void look() {
		this.storage.submit(this::room, (room) -> {
			seen(room);
			lookLater();
		}, (failure) -> {
			notSeen(failure);
			lookLater();
		});
	}

	private Room room() throws IOException {
		return new Room(this.files.usableSpaceBytes(), this.files.totalSpaceBytes());
	}

	private void seen(Room room) {
		DiskSpace before = this.space;
		DiskSpace now = this.watermarks.judge(before, room);
		this.blind = false;
		this.space = now;
		if (now.compareTo(before) > 0) {
			log.warn("The disk of node {} is {}: {} are left, the watermarks are {} and {}", this.nodeId, now, room,
					this.options.lowBytes(), this.options.minimumBytes());
		}
		else if (now != before) {
			log.info("The disk of node {} is {} again: {} are left", this.nodeId, now, room);
		}
	}

	/** Who cannot be asked for its space may have some: writes will tell. */
	private void notSeen(Throwable failure) {
		if (!this.blind) {
			this.blind = true;
			log.warn("How much space is left on the disk of node {} cannot be seen, it is still taken for {}",
					this.nodeId, this.space, failure);
		}
	}

	/**
	 * Return how much room there was at the last look.
	 * @return the room
	 */
	@Override
	public DiskSpace get() {
		return this.space;
	}

}
