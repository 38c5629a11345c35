package io.dongting.spring.test;

import java.nio.ByteBuffer;

import io.dongting.raft.LogItem;
import io.dongting.spring.statemachine.EntryText;

/**
 * An entry of the log, and what came of it where it was applied first.
 *
 * @param index its position in the log
 * @param term the term of the leader that appended it
 * @param timestampMillis the time of the log
 * @param body the command
 * @param result what the command returned
 * @param nodeId the node that applied it first
 */
record AppliedEntry(long index, long term, long timestampMillis, byte[] body, byte[] result, int nodeId) {

	static AppliedEntry of(LogItem item, byte[] body, byte[] result, int nodeId) {
		return new AppliedEntry(item.index(), item.term(), item.timestampMillis(), body, result, nodeId);
	}

	LogItem item() {
		return new LogItem(this.index, this.term, this.timestampMillis, readableBody());
	}

	/** Return what it calls, for people. */
	String command() {
		return "the command " + EntryText.ofCommand(readableBody());
	}

	/** Return what came of it, for people. */
	String outcome() {
		return EntryText.ofOutcome(this.result);
	}

	private ByteBuffer readableBody() {
		return ByteBuffer.wrap(this.body).asReadOnlyBuffer();
	}

}
