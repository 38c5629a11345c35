package io.dongting.raft.metrics;

import java.util.Set;
import java.util.function.Supplier;

import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.core.meter.GroupMeters;

/**
 * Measures nothing until there is a registry, as a group is mostly made earlier than
 * that, and what was registered nowhere would be lost.
 */
final class LateMeters implements GroupMeters {

	private final Supplier<GroupMeters> registration;

	private volatile GroupMeters registered = GroupMeters.NONE;

	/** Guarded by this, as is whether the group has left. */
	private Set<Integer> peers = Set.of();

	private boolean closed;

	/**
	 * Create meters that are not registered yet.
	 * @param registration registers them
	 */
	LateMeters(Supplier<GroupMeters> registration) {
		this.registration = registration;
	}

	/** There is a registry now. */
	synchronized void begin() {
		if (!this.closed) {
			GroupMeters meters = this.registration.get();
			meters.peersChanged(this.peers);
			this.registered = meters;
		}
	}

	@Override
	public void appended(int entries, int sizeBytes) {
		this.registered.appended(entries, sizeBytes);
	}

	@Override
	public void committed(long nanos) {
		this.registered.committed(nanos);
	}

	@Override
	public void applied(int entries, long nanos) {
		this.registered.applied(entries, nanos);
	}

	@Override
	public void synced(long nanos) {
		this.registered.synced(nanos);
	}

	@Override
	public void proposalsExecuted(int count) {
		this.registered.proposalsExecuted(count);
	}

	@Override
	public void proposalNotExecuted(Reason reason) {
		this.registered.proposalNotExecuted(reason);
	}

	@Override
	public void proposalUnknown() {
		this.registered.proposalUnknown();
	}

	@Override
	public void electionBegun() {
		this.registered.electionBegun();
	}

	@Override
	public void electionWon() {
		this.registered.electionWon();
	}

	@Override
	public void snapshotSaved(long nanos, long sizeBytes) {
		this.registered.snapshotSaved(nanos, sizeBytes);
	}

	@Override
	public void snapshotNotSaved() {
		this.registered.snapshotNotSaved();
	}

	@Override
	public void snapshotInstalled(long nanos, long sizeBytes) {
		this.registered.snapshotInstalled(nanos, sizeBytes);
	}

	@Override
	public synchronized void peersChanged(Set<Integer> nodeIds) {
		this.peers = nodeIds;
		this.registered.peersChanged(nodeIds);
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.registered.close();
	}

}
