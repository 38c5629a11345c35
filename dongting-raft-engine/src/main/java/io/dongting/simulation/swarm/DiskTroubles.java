package io.dongting.simulation.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.core.GroupInspection;
import io.dongting.simulation.SimulatedFileSystem;
import io.dongting.simulation.SimulatedGroup;
import io.dongting.simulation.SimulatedNode;

/**
 * Lets disks be slow, full, fail and forget.
 */
final class DiskTroubles {

	private static final String GROUP_DIRECTORY = "groups/" + SimulationRun.GROUP;

	private static final String LOG_DIRECTORY = GROUP_DIRECTORY + "/log";

	private static final int MOST_SPACE_BYTES = 200_000;

	private static final String SNAPSHOT_DIRECTORY = GROUP_DIRECTORY + "/snapshots";

	private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

	private final Troubles troubles;

	private final ProcessTroubles processes;

	private final RefillTroubles refills;

	DiskTroubles(Troubles troubles, ProcessTroubles processes) {
		this.troubles = troubles;
		this.processes = processes;
		this.refills = new RefillTroubles(troubles);
	}

	void strike(FaultKind kind, SimulatedNode node, SplittableRandom chance) {
		if (!node.isRunning()) {
			return;
		}
		Duration duration = this.troubles.drawWhile(chance);
		switch (kind) {
			case SLOW_DISK -> {
				node.diskLatency(this.troubles.diskLatency().withSlow(chance.nextDouble(), duration.plusMillis(2)));
				this.troubles.later(this.troubles.drawWhile(chance),
						() -> node.diskLatency(this.troubles.diskLatency()));
			}
			case HANG_DISK -> {
				node.hangDisk();
				int start = node.starts();
				this.troubles.later(duration, () -> releaseDisk(node, start));
			}
			case SYNC_FAILURE -> {
				makeSick(node, chance);
				node.disk().faults().failNextSync((path) -> path.startsWith("groups/") && isFile(path));
			}
			case WRITE_FAILURE -> {
				makeSick(node, chance);
				node.disk().faults().failNextWrite((path) -> path.startsWith("groups/"));
			}
			case READ_FAILURE -> {
				node.disk().faults().failReads((path) -> path.startsWith(LOG_DIRECTORY), 0, Long.MAX_VALUE);
				makeSick(node, chance);
			}
			case FULL_DISK -> fill(node, duration, chance);
			case BIT_ROT -> rot(node, chance);
			case STUCK_DISK -> node.delayNextDiskWork(this.troubles.elections(0.1 + chance.nextDouble() * 5));
			case WIPE -> wipe(node, chance);
			default -> throw new IllegalArgumentException("Not a fault of disks: " + kind);
		}
	}

	/**
	 * Mostly for a moment; else for long enough that somebody else may come to lead, on
	 * one node or, as where logs grow alike, on all.
	 */
	private void fill(SimulatedNode node, Duration moment, SplittableRandom chance) {
		boolean lasting = chance.nextInt(3) == 0;
		boolean all = lasting && chance.nextInt(3) == 0;
		Duration duration = lasting ? this.troubles.elections(1 + chance.nextDouble() * 9) : moment;
		for (SimulatedNode filled : all ? this.troubles.cluster().nodes() : List.of(node)) {
			int spaceBytes = chance.nextInt(MOST_SPACE_BYTES);
			if (filled.isRunning()) {
				filled.disk().faults().limitSpace(spaceBytes);
				this.troubles.later(duration, filled.disk().faults()::freeSpace);
			}
		}
	}

	private static boolean isFull(SimulatedNode node) {
		return node.disk().faults().isSpaceLimited();
	}

	private static boolean isFile(String path) {
		return path.endsWith("/vote") || path.contains("/log/") || path.contains("/snapshots/");
	}

	private static void releaseDisk(SimulatedNode node, int start) {
		if (node.isRunning() && node.starts() == start) {
			node.releaseDisk();
		}
	}

	/** What fails stays so until the process restarts, so it is restarted in the end. */
	private void makeSick(SimulatedNode node, SplittableRandom chance) {
		this.troubles.makeSick(node);
		boolean power = chance.nextBoolean();
		this.troubles.later(this.troubles.drawWhile(chance).multipliedBy(3),
				() -> this.processes.end(node, power ? SimulatedNode::crash : SimulatedNode::kill, chance));
	}

	/**
	 * While a node is down a bit of its log, its vote or a snapshot turns. It is stopped
	 * in good order, with room to say what is durable: what is left over, a bit that
	 * turns in the last batch before that was said, nobody can tell from a torn tail
	 * (R27).
	 */
	private void rot(SimulatedNode node, SplittableRandom chance) {
		// What its founder alone has written nobody can fill its log with again
		boolean founded = this.troubles.leader() != 0 && this.troubles.cluster()
			.groups()
			.stream()
			.filter((group) -> group.config().name().equals(SimulationRun.GROUP))
			.allMatch((group) -> isHeldElsewhere(group, node));
		if (founded && !node.isPaused() && !this.troubles.isSick(node) && !isFull(node)) {
			node.stop();
			rotWhenStopped(node, node.starts(), chance);
		}
	}

	private void rotWhenStopped(SimulatedNode node, int start, SplittableRandom chance) {
		if (node.starts() != start || this.troubles.isSick(node)) {
			return;
		}
		if (node.isRunning()) {
			this.troubles.later(LOOK_INTERVAL, () -> rotWhenStopped(node, start, chance));
			return;
		}
		// A disk that was replaced meanwhile may hold the vote alone
		boolean empty = !node.disk().exists(GROUP_DIRECTORY + "/vote") || !node.disk().exists(LOG_DIRECTORY);
		boolean damaged = !empty && !isFull(node) && this.troubles.mayDamage(node);
		if (damaged) {
			flipBit(node, chance);
		}
		this.processes.end(node, (stopped) -> {
		}, chance);
		if (damaged) {
			this.refills.damaged(node, chance);
		}
	}

	/** A replica that is part of the group is lost, and another has its node id (P13). */
	void wipe(SimulatedNode node, SplittableRandom chance) {
		if (remainsFounded(node) && this.troubles.mayWipe(node)) {
			this.processes.end(node, (ending) -> {
				ending.kill();
				ending.wipe();
			}, chance);
		}
	}

	/**
	 * Whether those that are told to found a group are empty is all a founder can ask
	 * (R4): if every one of them is, it founds the group, rightly before anything is
	 * committed, and else against what others hold.
	 */
	private boolean remainsFounded(SimulatedNode wiped) {
		return this.troubles.cluster().groups().stream().allMatch((group) -> isHeldElsewhere(group, wiped));
	}

	private boolean isHeldElsewhere(SimulatedGroup group, SimulatedNode node) {
		return group.config()
			.members()
			.stream()
			.anyMatch((member) -> member != node.nodeId() && hasCommitted(member, group.config().name()));
	}

	private boolean hasCommitted(int nodeId, String group) {
		SimulatedNode node = this.troubles.cluster().node(nodeId);
		GroupInspection replica = node.isRunning() ? node.inspect(group) : null;
		return replica != null && replica.commitIndex() > 0;
	}

	private void flipBit(SimulatedNode node, SplittableRandom chance) {
		List<String> files = files(node.disk());
		String path = files.get(chance.nextInt(files.size()));
		if (path.startsWith(SNAPSHOT_DIRECTORY)) {
			this.troubles.damagedSnapshot(node);
			this.troubles.coverage().add("snapshots that rot", 1);
		}
		byte[] content = node.disk().content(path);
		int last = content.length - 1;
		while (last > 0 && content[last] == 0) {
			last--;
		}
		int position = chance.nextInt(last + 1);
		node.disk().flipBit(path, position, chance.nextInt(Byte.SIZE));
		this.troubles.trace().add(node.nodeId(), "rots", position, content.length, path + " at " + position);
	}

	private static List<String> files(SimulatedFileSystem disk) {
		List<String> files = new ArrayList<>();
		addFiles(files, disk, LOG_DIRECTORY, ".segment");
		if (disk.exists(SNAPSHOT_DIRECTORY)) {
			addFiles(files, disk, SNAPSHOT_DIRECTORY, ".snapshot");
		}
		files.add(GROUP_DIRECTORY + "/vote");
		return files;
	}

	private static void addFiles(List<String> files, SimulatedFileSystem disk, String directory, String suffix) {
		try {
			disk.list(directory)
				.stream()
				.filter((name) -> name.endsWith(suffix))
				.forEach((name) -> files.add(directory + "/" + name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
