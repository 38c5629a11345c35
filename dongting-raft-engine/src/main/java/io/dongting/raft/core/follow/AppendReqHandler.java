package io.dongting.raft.core.follow;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Invariants;
import io.dongting.raft.core.state.LogTime;
import io.dongting.raft.log.CorruptEntryException;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.EntryCursor;
import io.dongting.raft.log.EntryType;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.AppendResp;
import io.dongting.raft.transport.RefusalResp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader sends entries, or asks where the logs part (Raft paper 5.3).
 */
public final class AppendReqHandler {

	private static final Logger log = LoggerFactory.getLogger(AppendReqHandler.class);

	private final GroupContext context;

	private final Ballot ballot;

	private final MemberManager members;

	private final RaftLog raftLog;

	private final CommitManager commits;

	private final Acknowledgements acknowledgements;

	private final Envelopes envelopes;

	private final LogTime logTime;

	private final TruncationListener truncations;

	public AppendReqHandler(GroupContext context, Ballot ballot, MemberManager members, RaftLog raftLog,
			CommitManager commits, Acknowledgements acknowledgements, Envelopes envelopes, LogTime logTime,
			TruncationListener truncations) {
		this.context = context;
		this.ballot = ballot;
		this.members = members;
		this.raftLog = raftLog;
		this.commits = commits;
		this.acknowledgements = acknowledgements;
		this.envelopes = envelopes;
		this.logTime = logTime;
		this.truncations = truncations;
	}

	/**
	 * Take in what the leader of the current term sends. While the disk does not keep up
	 * entries are dropped, since they would have to stay in memory (R30); the leader
	 * sends them again when it has waited for an answer long enough.
	 * @param request its request
	 * @param answers takes the answer
	 */
	public void handle(AppendReq request, AnswerSink answers) {
		long previousIndex = request.previousIndex();
		this.acknowledgements.told(request.leaderCommit());
		if (!request.entries().isEmpty() && this.raftLog.undurableBytes() > this.context.options().maxPendingBytes()) {
			return;
		}
		if (previousIndex < this.raftLog.firstIndex() - 1) {
			coveredAlready(request, answers);
			return;
		}
		if (this.raftLog.termAt(previousIndex) != request.previousTerm()) {
			answers.answer(mismatch(request));
			return;
		}
		if (request.entries().isEmpty()) {
			this.acknowledgements.probed(request, previousIndex, answers);
			this.commits.follow(request.leaderCommit(), this.acknowledgements.verifiedIndex());
			return;
		}
		EntryBatch batch = verified(request);
		if (batch == null) {
			return;
		}
		if (previousIndex == 0 && this.raftLog.lastIndex() == 0 && !mayBeFoundedBy(batch)) {
			answers.answer(new RefusalResp(this.envelopes.answer(request), RefusalResp.Reason.OTHER_REPLICA,
					this.context + " has not agreed to be founded by this cluster's founder"));
			return;
		}
		append(batch);
		this.acknowledgements.appended(request, batch.lastIndex(), answers);
		this.commits.follow(request.leaderCommit(), this.acknowledgements.verifiedIndex());
	}

	/**
	 * What stands before the log is committed, so the leader has it (Raft paper 5.4.3):
	 * it is told how far that goes, and goes on from there.
	 */
	private void coveredAlready(AppendReq request, AnswerSink answers) {
		this.acknowledgements.probed(request, this.commits.commitIndex(), answers);
		this.commits.follow(request.leaderCommit(), this.acknowledgements.verifiedIndex());
	}

	private @Nullable EntryBatch verified(AppendReq request) {
		try {
			EntryBatch batch = EntryBatch.verify(joined(request.entries()));
			if (batch.firstIndex() == request.previousIndex() + 1 && batch.previousTerm() == request.previousTerm()
					&& batch.lastTerm() <= request.envelope().term()) {
				return batch;
			}
			log.error("{}: dropped {} that a leader of term {} sent to follow entry {} of term {}", this.context, batch,
					request.envelope().term(), request.previousIndex(), request.previousTerm());
		}
		catch (CorruptEntryException ex) {
			log.error("{}: entries from node {} were damaged on the way and are dropped", this.context,
					request.envelope().fromNodeId(), ex);
		}
		return null;
	}

	/**
	 * Where the log holds something else, the leader's first guess is that term's begin.
	 */
	private AppendResp mismatch(AppendReq request) {
		long lastIndex = this.raftLog.lastIndex();
		long previousIndex = request.previousIndex();
		long conflictTerm = (previousIndex <= lastIndex) ? this.raftLog.termAt(previousIndex) : 0;
		long hint = lastIndex;
		if (conflictTerm > 0) {
			hint = previousIndex - 1;
			while (hint > this.commits.commitIndex() && this.raftLog.termAt(hint) == conflictTerm) {
				hint--;
			}
		}
		return new AppendResp(this.envelopes.answer(request), AppendResp.Result.MISMATCH, hint,
				Math.max(0, conflictTerm), 0);
	}

	private void append(EntryBatch batch) {
		long index = firstUnknown(batch);
		if (index > batch.lastIndex()) {
			return;
		}
		if (index <= this.raftLog.lastIndex()) {
			truncateFrom(index);
		}
		EntryBatch unknown = batch.from(index);
		SortedMap<Long, GroupConfiguration> configurations = configurationsOf(unknown);
		this.raftLog.append(unknown);
		configurations.forEach(this.members::appended);
	}

	/** Entries that are in the log already are never written again (R13). */
	private long firstUnknown(EntryBatch batch) {
		long lastIndex = this.raftLog.lastIndex();
		if (batch.firstIndex() > lastIndex) {
			return batch.firstIndex();
		}
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			if (cursor.index() > lastIndex || this.raftLog.termAt(cursor.index()) != cursor.term()) {
				return cursor.index();
			}
		}
		return batch.lastIndex() + 1;
	}

	private void truncateFrom(long index) {
		Invariants.check(index > this.commits.commitIndex(),
				() -> "The leader of term " + this.ballot.term() + " contradicts committed entry " + index);
		log.info("{}: drops entries {} to {} that the leader of term {} does not have", this.context, index,
				this.raftLog.lastIndex(), this.ballot.term());
		this.raftLog.truncateFrom(index);
		this.members.truncated(index);
		this.truncations.truncated(index);
	}

	/**
	 * Read before anything is appended, so that one that cannot be read changes nothing.
	 */
	private SortedMap<Long, GroupConfiguration> configurationsOf(EntryBatch batch) {
		SortedMap<Long, GroupConfiguration> configurations = Collections.emptySortedMap();
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			if (cursor.type() == EntryType.CONFIGURATION) {
				configurations = new TreeMap<>(configurations);
				configurations.put(cursor.index(), ConfigurationCodec.decode(cursor.body()));
			}
			this.logTime.observe(cursor.timestampMillis());
		}
		return configurations;
	}

	/**
	 * An empty replica that a first entry binds has told a founder that it agrees, and
	 * takes that entry from no other (R4). The founder itself may have lost it, if the
	 * others were quicker to make it durable. One that joins later is bound by a later
	 * entry.
	 */
	private boolean mayBeFoundedBy(EntryBatch batch) {
		EntryCursor cursor = batch.cursor();
		cursor.next();
		if (cursor.type() != EntryType.CONFIGURATION) {
			return false;
		}
		GroupConfiguration first = ConfigurationCodec.decode(cursor.body());
		return !this.ballot.replica().equals(first.boundReplica(this.context.nodeId()))
				|| this.ballot.agreedTo(first.founder()) || this.ballot.replica().equals(first.founder());
	}

	private static ByteBuffer joined(List<ByteBuffer> buffers) {
		if (buffers.size() == 1) {
			return buffers.get(0);
		}
		ByteBuffer joined = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
		buffers.forEach((buffer) -> joined.put(buffer.duplicate()));
		return joined.flip();
	}

	/**
	 * Has to know when entries of the log are gone.
	 */
	@FunctionalInterface
	public interface TruncationListener {

		/**
		 * The log was cut.
		 * @param fromIndex the first index that is gone
		 */
		void truncated(long fromIndex);

	}

}
