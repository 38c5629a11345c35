package io.dongting.spring;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.MembershipChange;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferRequest;

/**
 * A group of which nothing is asked but what a test says.
 */
public abstract class UnusedRaftGroup implements RaftGroup {

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
	public void submitLinearTask(RaftInput input, RaftCallback callback) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> CompletableFuture<T> read(ReadRequest request, Callable<T> reader) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<TransferOutcome> transferLeadership(TransferRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<Long> awaitReadable(ReadRequest request) {
		throw new UnsupportedOperationException();
	}

}
