package io.dongting.raft.core;

import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.LogTime;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import io.dongting.raft.log.EntryType;
import io.dongting.raft.log.RaftLog;

/**
 * Reads the log once at the start, for the configurations in it (R19). What a snapshot
 * covers need not be read.
 */
final class LogScan extends FiberFrame<Void> {

	private static final int READ_BYTES = 1024 * 1024;

	private final RaftLog log;

	private final MemberManager members;

	private final LogTime logTime;

	private long nextIndex;

	/**
	 * Prepare to read.
	 * @param log the log
	 * @param coveredIndex up to where a snapshot tells
	 * @param members takes the configurations
	 * @param logTime takes the times
	 */
	LogScan(RaftLog log, long coveredIndex, MemberManager members, LogTime logTime) {
		this.log = log;
		this.members = members;
		this.logTime = logTime;
		this.nextIndex = Math.max(log.firstIndex(), coveredIndex + 1);
	}

	@Override
	protected Step execute() {
		if (this.nextIndex > this.log.lastIndex()) {
			return finish();
		}
		return await(this.log.readStored(this.nextIndex, READ_BYTES), this::take);
	}

	private Step take(EntryBatch batch) {
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			if (cursor.type() == EntryType.CONFIGURATION) {
				this.members.appended(cursor.index(), ConfigurationCodec.decode(cursor.body()));
			}
			this.logTime.observe(cursor.timestampMillis());
		}
		this.nextIndex = batch.lastIndex() + 1;
		return execute();
	}

}
