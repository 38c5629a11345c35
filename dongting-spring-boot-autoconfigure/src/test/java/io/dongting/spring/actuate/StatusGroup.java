package io.dongting.spring.actuate;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferRequest;

/**
 * A group that only has a status.
 */
public final class StatusGroup implements RaftGroup {

	private GroupStatus status;

	/**
	 * Create the group.
	 * @param status its status
	 */
	public StatusGroup(GroupStatus status) {
		this.status = status;
	}

	/**
	 * Change the status.
	 * @param status the new one
	 */
	public void become(GroupStatus status) {
		this.status = status;
	}

	@Override
	public String name() {
		return this.status.group();
	}

	@Override
	public int groupId() {
		return this.status.groupId();
	}

	@Override
	public CompletableFuture<Long> leaderPrepareJointConsensus(Set<Integer> members, Set<Integer> observers,
			Set<Integer> newMembers, Set<Integer> newObservers, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Long> leaderCommitJointConsensus(long prepareIndex) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Long> leaderAbortJointConsensus() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Long> changeMembership(MembershipChange change) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<MembershipPreview> previewMembershipChange(MembershipChange change) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Long> cancelMembershipChange() {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Long> saveSnapshot(Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void markTruncateByIndex(long index, Duration delay) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void markTruncateByTimestamp(long timestampMillis, Duration delay) {
		throw new UnsupportedOperationException();
	}

	@Override
	public GroupStatus status() {
		return this.status;
	}

	@Override
	public void submitLinearTask(RaftInput input, RaftCallback callback) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> CompletableFuture<T> read(ReadConsistency consistency, Duration timeout, Callable<T> reader) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<TransferOutcome> transferLeadership(TransferRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Long> awaitReadable(ReadConsistency consistency, Duration timeout) {
		throw new UnsupportedOperationException();
	}

}
