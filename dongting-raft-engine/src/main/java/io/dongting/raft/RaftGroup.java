package io.dongting.raft;

import java.time.Duration;
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
	 * While no leader is known the command waits, at most for its timeout.
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
	 * @param consistency how fresh the answer has to be
	 * @param timeout how long to wait until the state is fresh enough
	 * @param reader looks at the state machine; runs on the group's apply turn, so it
	 * should be short. What it throws completes the future
	 * @return completed with the reader's answer, or exceptionally with what the reader
	 * threw or a {@link NotExecutedException}
	 */
	<T extends @Nullable Object> CompletableFuture<T> read(ReadConsistency consistency, Duration timeout,
			Callable<T> reader);

	/**
	 * Wait until the state machine of this node is as fresh as asked for, without
	 * reading. What is read afterwards, on any thread, is at least that fresh; the state
	 * machine must then allow reads while it applies.
	 * @param consistency how fresh the state has to be
	 * @param timeout how long to wait
	 * @return completed with the index that has been applied, or exceptionally with a
	 * {@link NotExecutedException}
	 */
	CompletableFuture<Long> awaitReadable(ReadConsistency consistency, Duration timeout);

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
