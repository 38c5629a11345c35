package io.dongting.raft.metrics;

import java.util.Set;

import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.core.meter.GroupMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one group: what happens in it is recorded when it happens, all else is
 * read from its status.
 */
final class RegisteredMeters implements GroupMeters {

	private static final String BYTES = "bytes";

	private static final String ENTRIES = "entries";

	private final GroupRegistry registry;

	private final Recorder recorder;

	private final DistributionSummary appendBatch;

	private final DistributionSummary appendBatchSize;

	private final Timer commit;

	private final DistributionSummary applyBatch;

	private final Timer apply;

	private final Timer fsync;

	private final ProposalCounters proposals;

	private final Counter elections;

	private final Counter electionsWon;

	private final Timer snapshotSave;

	private final DistributionSummary snapshotSaveSize;

	private final Counter snapshotSaveFailures;

	private final Timer snapshotInstall;

	private final DistributionSummary snapshotInstallSize;

	private final PeerGauges peers;

	RegisteredMeters(GroupRegistry registry, Recorder recorder) {
		this.registry = registry;
		this.recorder = recorder;
		this.appendBatch = registry.summary("append.batch", ENTRIES, "Commands that this leader appended together");
		this.appendBatchSize = registry.summary("append.batch.size", BYTES,
				"The size in the log of commands that this leader appended together");
		this.commit = registry.timer("commit",
				"From when this leader appended commands together until all of them were committed");
		this.applyBatch = registry.summary("apply.batch", ENTRIES, "Entries that were applied together");
		this.apply = registry.timer("apply", "How long the state machine took for entries that were applied together");
		this.fsync = registry.timer("fsync", "How long the disk took for one sync of the log");
		this.proposals = new ProposalCounters(registry);
		this.elections = registry.counter("elections", "Elections in which this node stood");
		this.electionsWon = registry.counter("elections.won", "Elections that this node won");
		this.snapshotSave = registry.timer("snapshot.save", "How long a snapshot took to be saved on this node");
		this.snapshotSaveSize = registry.summary("snapshot.save.size", BYTES,
				"The size of the snapshots that were saved on this node");
		this.snapshotSaveFailures = registry.counter("snapshot.save.failures",
				"Snapshots that could not be saved on this node");
		this.snapshotInstall = registry.timer("snapshot.install",
				"How long this node took to receive a snapshot from the leader and to put it in place");
		this.snapshotInstallSize = registry.summary("snapshot.install.size", BYTES,
				"The size of the snapshots that this node received from the leader");
		this.peers = new PeerGauges(registry);
	}

	@Override
	public void appended(int entries, int sizeBytes) {
		this.recorder.measure(this.appendBatch, entries);
		this.recorder.measure(this.appendBatchSize, sizeBytes);
	}

	@Override
	public void committed(long nanos) {
		this.recorder.time(this.commit, nanos);
	}

	@Override
	public void applied(int entries, long nanos) {
		this.recorder.measure(this.applyBatch, entries);
		this.recorder.time(this.apply, nanos);
	}

	@Override
	public void synced(long nanos) {
		this.recorder.time(this.fsync, nanos);
	}

	@Override
	public void proposalsExecuted(int count) {
		this.recorder.count(this.proposals.executed(), count);
	}

	@Override
	public void proposalNotExecuted(Reason reason) {
		this.recorder.count(this.proposals.notExecuted(reason), 1);
	}

	@Override
	public void proposalUnknown() {
		this.recorder.count(this.proposals.unknown(), 1);
	}

	@Override
	public void electionBegun() {
		this.recorder.count(this.elections, 1);
	}

	@Override
	public void electionWon() {
		this.recorder.count(this.electionsWon, 1);
	}

	@Override
	public void snapshotSaved(long nanos, long sizeBytes) {
		this.recorder.time(this.snapshotSave, nanos);
		this.recorder.measure(this.snapshotSaveSize, sizeBytes);
	}

	@Override
	public void snapshotNotSaved() {
		this.recorder.count(this.snapshotSaveFailures, 1);
	}

	@Override
	public void snapshotInstalled(long nanos, long sizeBytes) {
		this.recorder.time(this.snapshotInstall, nanos);
		this.recorder.measure(this.snapshotInstallSize, sizeBytes);
	}

	@Override
	public void peersChanged(Set<Integer> nodeIds) {
		this.recorder.change(() -> this.peers.show(nodeIds));
	}

	@Override
	public void close() {
		this.recorder.change(() -> {
			this.peers.close();
			this.registry.removeAll();
		});
	}

}
