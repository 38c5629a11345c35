package io.dongting.raft;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * One replicated log and the state machine it drives, as seen from one node. All methods
 * are thread-safe and none of them blocks.
 *
 * <p>
 * Work may be given to any node: what only the leader can do is forwarded to it.
 */
public interface RaftGroup {

	/**
	 * Return the name of this group, unique in its server.
	 * @return the name
	 */
	String name();

	/**
	 * Return the number under which the nodes know this group.
	 * @return the group id, positive
	 */
	int groupId();

	/**
	 * Replicate a command. It is applied once it is durable on a majority, and the
	 * callback then gets what the state machine of the node that led returned for it.
	 * While no leader is known the command waits, at most for its timeout; on a node that
	 * is not part of the group it is refused instead
	 * ({@link NotExecutedException.Reason#NOT_IN_CONFIG}).
	 * @param input the command and how long to wait for its outcome
	 * @param callback told the outcome exactly once, on a thread of the engine or, when
	 * the command is refused at once, on the calling thread
	 */
	void submitLinearTask(RaftInput input, RaftCallback callback);

	/**
	 * Replicate a command, see {@link #submitLinearTask(RaftInput, RaftCallback)}.
	 * @param input the command and how long to wait for its outcome
	 * @return completed with the output, or exceptionally with a {@link RaftException}
	 */
	default CompletableFuture<RaftOutput> submit(RaftInput input) {
		CompletableFuture<RaftOutput> future = new CompletableFuture<>();
		submitLinearTask(input, new RaftCallback() {

			@Override
			public void completed(long index, byte[] result) {
				future.complete(new RaftOutput(index, result));
			}

			@Override
			public void failed(RaftException cause) {
				future.completeExceptionally(cause);
			}

		});
		return future;
	}

	/**
	 * Read the state machine of this node, between two of its applies, once it is as
	 * fresh as asked for. Nothing is written to the log.
	 * @param <T> what is read
	 * @param request how fresh the answer has to be, and how long to wait for that
	 * @param reader looks at the state machine; runs on the group's apply turn, so it
	 * should be short. What it throws completes the future
	 * @return completed with the reader's answer, or exceptionally with what the reader
	 * threw or a {@link NotExecutedException}, whose reason is
	 * {@link NotExecutedException.Reason#TIMED_OUT} if the state was not fresh enough in
	 * time, and {@link NotExecutedException.Reason#NOT_IN_CONFIG} if this node is not
	 * part of the group and will not get what the read has to see
	 */
	<T extends @Nullable Object> CompletableFuture<T> read(ReadRequest request, Callable<T> reader);

	/**
	 * Read the state machine of this node, see {@link #read(ReadRequest, Callable)}.
	 * @param <T> what is read
	 * @param consistency how fresh the answer has to be
	 * @param timeout how long to wait until the state is fresh enough; positive
	 * @param reader looks at the state machine
	 * @return completed with the reader's answer, or exceptionally
	 */
	default <T extends @Nullable Object> CompletableFuture<T> read(ReadConsistency consistency, Duration timeout,
			Callable<T> reader) {
		return read(ReadRequest.of(consistency, timeout), reader);
	}

	/**
	 * Wait until the state machine of this node is as fresh as asked for, without
	 * reading. What is read afterwards, on any thread, is at least that fresh; the state
	 * machine must then allow reads while it applies, and, if it has snapshots, put one
	 * that is loaded in the place of its state at once, not piece by piece.
	 *
	 * <p>
	 * With {@link ReadConsistency#LEASE} on a leader there is usually nothing to wait
	 * for: the future that is returned is completed already, and no other thread was
	 * asked.
	 * @param request how fresh the state has to be, and how long to wait for that
	 * @return completed with the index that has been applied, or exceptionally with a
	 * {@link NotExecutedException}
	 */
	CompletableFuture<Long> awaitReadable(ReadRequest request);

	/**
	 * Wait until the state machine of this node is fresh enough, see
	 * {@link #awaitReadable(ReadRequest)}.
	 * @param consistency how fresh the state has to be
	 * @param timeout how long to wait; positive
	 * @return completed with the index that has been applied, or exceptionally
	 */
	default CompletableFuture<Long> awaitReadable(ReadConsistency consistency, Duration timeout) {
		return awaitReadable(ReadRequest.of(consistency, timeout));
	}

	/**
	 * Begin to change the membership by joint consensus (Raft paper 6): nodes that are
	 * new to the group join as observers, and when a majority of the new members and all
	 * new observers have caught up, old and new members decide together, until
	 * {@link #leaderCommitJointConsensus} or {@link #leaderAbortJointConsensus} is
	 * called. Asked again for what was done, it returns the same index again.
	 * @param members the members as the caller knows them; if they are others, nothing is
	 * done
	 * @param observers the observers as the caller knows them
	 * @param newMembers the members to be
	 * @param newObservers the observers to be
	 * @param timeout how long to wait for the outcome; most of it is for the new members
	 * to catch up
	 * @return completed with the index of the joint configuration when that is committed,
	 * or exceptionally with a {@link MembershipException}, a {@link NotExecutedException}
	 * or, when the outcome is not known in time, an {@link OutcomeUnknownException}
	 * @throws InvalidConfigurationException if the sets could not be a membership
	 */
	CompletableFuture<Long> leaderPrepareJointConsensus(Set<Integer> members, Set<Integer> observers,
			Set<Integer> newMembers, Set<Integer> newObservers, Duration timeout);

	/**
	 * Complete what {@link #leaderPrepareJointConsensus} began: the new membership alone
	 * decides from now on. Asked again for what was done, it returns the same index
	 * again. Waits for the outcome for ten seconds at most.
	 * @param prepareIndex the index of the joint configuration
	 * @return completed with the index of the new configuration when that is committed,
	 * or exceptionally as above
	 */
	CompletableFuture<Long> leaderCommitJointConsensus(long prepareIndex);

	/**
	 * Give up a change that is joint: the old membership alone decides from now on. Asked
	 * again for what was done, it returns the same index again. Waits for the outcome for
	 * ten seconds at most.
	 * @return completed with the index of the old configuration's new entry when that is
	 * committed, or exceptionally as above
	 */
	CompletableFuture<Long> leaderAbortJointConsensus();

	/**
	 * Change the membership, whole: new nodes join as observers and catch up, the change
	 * is prepared and committed. If the leader is replaced meanwhile, the next one goes
	 * on. Its progress is in the {@linkplain GroupStatus#change() status}. Asked for what
	 * is under way, or is done, it joins in.
	 * @param change what the membership is to be
	 * @return completed with the index of the new configuration when that is committed,
	 * or exceptionally as above. What is refused leaves the membership as it was
	 */
	CompletableFuture<Long> changeMembership(MembershipChange change);

	/**
	 * Say what {@link #changeMembership} would lead to, and change nothing.
	 * @param change what the membership would be
	 * @return completed with what it would lead to, or exceptionally as above
	 */
	CompletableFuture<MembershipPreview> previewMembershipChange(MembershipChange change);

	/**
	 * Give up a change at whichever point it is, unless it is as good as done. Waits for
	 * the outcome for ten seconds at most.
	 * @return completed with the index of the configuration that is in force again, or
	 * exceptionally as above
	 */
	CompletableFuture<Long> cancelMembershipChange();

	/**
	 * Save the state of this node's state machine now, unless what has been applied so
	 * far is saved already.
	 * @param timeout how long to wait for it
	 * @return completed with the index the snapshot covers; exceptionally with an
	 * {@link UnsupportedOperationException} if the state machine is no
	 * {@link SnapshotStateMachine}, with a {@link NotExecutedException} if the group does
	 * not work, with an {@link OutcomeUnknownException} if the snapshot is still being
	 * saved when the time is up, and with another {@link RaftException} if it could not
	 * be saved
	 */
	CompletableFuture<Long> saveSnapshot(Duration timeout);

	/**
	 * Mark the log before an entry for deletion on this node, though it would be kept for
	 * nodes that are slow. It goes by whole files, and what snapshots, the state machine
	 * or a transfer need is never deleted.
	 * @param index the first entry that is still to be kept
	 * @param delay how long to wait before
	 */
	void markTruncateByIndex(long index, Duration delay);

	/**
	 * Mark the log before a time for deletion, see {@link #markTruncateByIndex}.
	 * @param timestampMillis entries that are older, by the log's own time in
	 * milliseconds since the epoch, may be deleted
	 * @param delay how long to wait before
	 */
	void markTruncateByTimestamp(long timestampMillis, Duration delay);

	/**
	 * Let another node lead. Commands go on meanwhile: for a moment they wait, at most
	 * for an election timeout, and do not fail for it. Any node may be asked; the leader
	 * is told. Asking for the same node again while that is under way joins it.
	 * @param request who is to lead, and how long that may take
	 * @return completed with what came of it, on a thread of the engine; exceptionally
	 * with a {@link NotExecutedException} if it was not even begun: no leader was found
	 * within the timeout, too many wait for an outcome, or the group does not run
	 */
	CompletableFuture<TransferOutcome> transferLeadership(TransferRequest request);

	/**
	 * Return what this node knows of the group. A consistent picture of one moment, but
	 * of the past: it may be outdated when it is returned.
	 * @return the last published status
	 */
	GroupStatus status();

	/**
	 * Return whether this node believed to lead the group when it last looked. Only a
	 * hint: another node may have been elected since.
	 * @return whether this node leads
	 */
	default boolean isLeader() {
		return status().role() == RaftRole.LEADER;
	}

}
