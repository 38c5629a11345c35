package io.dongting.raft.core;

import java.util.UUID;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.core.apply.ApplyManager;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.LinearTaskRunner;
import io.dongting.raft.core.replicate.LeaderAuthority;
import io.dongting.raft.core.snapshot.SnapshotShelf;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.snapshot.StoredSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Asks the parts of a running group.
 */
record LiveInspection(GroupContext context, Ballot ballot, RoleManager roles, MemberManager members, RaftLog log,
		CommitManager commits, ApplyManager applies, LeaderAuthority authority, LinearTaskRunner runner, Health health,
		SnapshotShelf shelf, StatusPublisher status) implements GroupInspection {

	@Override
	public Condition condition() {
		return this.health.condition();
	}

	@Override
	public UUID replica() {
		return this.ballot.replica();
	}

	@Override
	public long term() {
		return this.ballot.term();
	}

	@Override
	public int votedFor() {
		return this.ballot.votedFor();
	}

	@Override
	public boolean leads() {
		return this.roles.isLeader();
	}

	@Override
	public long fencingToken() {
		return this.status.fencingToken();
	}

	@Override
	public boolean holdsLease() {
		long nowNanos = this.context.nanoTime();
		return this.authority.holdsLease(nowNanos) || this.authority.publishedLeaseHolds(nowNanos);
	}

	@Override
	public boolean holdsCommands() {
		return this.runner.isHeld();
	}

	@Override
	public DiskSpace diskSpace() {
		return this.context.diskSpace().get();
	}

	@Override
	public long firstIndex() {
		return this.log.firstIndex();
	}

	@Override
	public long lastIndex() {
		return this.log.lastIndex();
	}

	@Override
	public long durableIndex() {
		return this.log.durableIndex();
	}

	@Override
	public long writeEpoch() {
		return this.log.writeEpoch();
	}

	@Override
	public long termAt(long index) {
		return this.log.termAt(index);
	}

	@Override
	public @Nullable EntryBatch cached(long fromIndex) {
		return this.log.readCached(fromIndex, Integer.MAX_VALUE);
	}

	@Override
	public long configurationIndex() {
		return this.members.inForceIndex();
	}

	@Override
	public long commitIndex() {
		return this.commits.commitIndex();
	}

	@Override
	public @Nullable StoredSnapshot snapshot() {
		return this.shelf.newest();
	}

	@Override
	public long appliedIndex() {
		return this.applies.appliedIndex();
	}

}
