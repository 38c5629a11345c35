package io.dongting.simulation.invariant;

import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.log.EntryType;
import io.dongting.raft.snapshot.StoredSnapshot;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.EntryHistory.Known;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one replica: each is of committed entries, with the configuration as
 * of its index, and on the disk when the replica counts on it; and there is no gap
 * between the newest and the log.
 */
final class SnapshotWatch {

	private final SimulatedNode node;

	private final EntryHistory history;

	private final Violations violations;

	private final Coverage coverage;

	private @Nullable StoredSnapshot newest;

	private long firstIndex = 1;

	SnapshotWatch(SimulatedNode node, EntryHistory history, Violations violations, Coverage coverage) {
		this.node = node;
		this.history = history;
		this.violations = violations;
		this.coverage = coverage;
	}

	void started(GroupInspection started) {
		this.newest = started.snapshot();
		this.firstIndex = started.firstIndex();
		if (this.newest != null) {
			this.coverage.add("restarts from a snapshot", 1);
		}
	}

	/** Compare with the step before. */
	void check(GroupInspection now) {
		StoredSnapshot snapshot = now.snapshot();
		if (snapshot != this.newest && snapshot != null) {
			this.newest = snapshot;
			this.coverage.add("snapshots", 1);
			if (now.firstIndex() == snapshot.index() + 1 && now.firstIndex() != this.firstIndex) {
				this.coverage.add("snapshots in the place of a log", 1);
			}
			published(snapshot, now);
		}
		if (now.firstIndex() != this.firstIndex) {
			this.firstIndex = now.firstIndex();
			this.coverage.add("deletions of the log", 1);
		}
		long coveredIndex = (snapshot != null) ? snapshot.index() : 0;
		this.violations.check(now.firstIndex() <= coveredIndex + 1,
				"The log of node %d begins with entry %d, but its newest snapshot ends with entry %d",
				this.node.nodeId(), now.firstIndex(), coveredIndex);
	}

	private void published(StoredSnapshot snapshot, GroupInspection now) {
		long index = snapshot.index();
		this.violations.check(index <= now.durableIndex() && index <= now.commitIndex(),
				"Node %d has a snapshot of entry %d, but is durable to %d and committed to %d", this.node.nodeId(),
				index, now.durableIndex(), now.commitIndex());
		this.violations.check(snapshot.term() == this.history.committedTerm(index),
				"Node %d has a snapshot of entry %d of term %d, but it was committed in term %d", this.node.nodeId(),
				index, snapshot.term(), this.history.committedTerm(index));
		this.violations.check(this.node.disk().survivingView(snapshot.path()) != null,
				"Node %d counts on the snapshot of entry %d, which is not durable", this.node.nodeId(), index);
		Known known = this.history.known(index, snapshot.term());
		long configurationIndex = snapshot.header().configurationIndex();
		Known configuration = this.history.known(configurationIndex, this.history.committedTerm(configurationIndex));
		this.violations.check(
				known != null && known.configurationIndex() == configurationIndex && configuration != null
						&& configuration.bodyHash() == Known.bodyHash(EntryType.CONFIGURATION,
								snapshot.header().configuration()),
				"The snapshot of entry %d on node %d does not carry the configuration as of that entry", index,
				this.node.nodeId());
	}

}
