package io.dongting.spring.autoconfigure.diagnostics;

import io.dongting.raft.RaftException;
import io.dongting.raft.server.DataDirectoryInUseException;
import io.dongting.raft.server.DataDirectoryMismatchException;
import io.dongting.raft.server.RaftStartupException;
import io.dongting.raft.transport.BindFailedException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports what the server found when it was started.
 */
class RaftStartupFailureAnalyzer extends AbstractFailureAnalyzer<RaftException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RaftException cause) {
		if (cause instanceof BindFailedException bindFailed) {
			return bindFailed(bindFailed);
		}
		if (cause instanceof DataDirectoryInUseException inUse) {
			return directoryInUse(inUse);
		}
		if (cause instanceof DataDirectoryMismatchException mismatch) {
			return directoryMismatch(mismatch);
		}
		return (cause instanceof RaftStartupException)
				? new FailureAnalysis("The Raft server could not start: " + cause.getMessage(), null, cause) : null;
	}

	private static FailureAnalysis bindFailed(BindFailedException cause) {
		return new FailureAnalysis(
				"The Raft server could not listen on " + cause.address()
						+ ": the port is in use, or the address is not one of this machine.",
				"Stop whatever listens there, or set 'dongting.raft.listen' to another address and port. "
						+ "Where the port changes, change 'dongting.raft.nodes' on every node.",
				cause);
	}

	private static FailureAnalysis directoryInUse(DataDirectoryInUseException cause) {
		return new FailureAnalysis(
				"The Raft data directory " + cause.directory()
						+ " is in use by another process or application context.",
				"Stop the other process, or set 'dongting.raft.data-dir' to a directory of this node's own. "
						+ "Tests that need no disk can set 'dongting.raft.storage=memory'.",
				cause);
	}

	private static FailureAnalysis directoryMismatch(DataDirectoryMismatchException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Set 'dongting.raft.node-id' to " + cause.foundNodeId() + " if this is that node, "
						+ "else set 'dongting.raft.data-dir' to the directory of node " + cause.nodeId() + ".",
				cause);
	}

}
