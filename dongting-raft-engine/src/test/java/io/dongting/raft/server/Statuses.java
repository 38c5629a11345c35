package io.dongting.raft.server;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftRole;

/**
 * Statuses of the group {@code g} on node 1, which has the members 1, 2 and 3.
 *
 * @param condition whether the group works
 * @param term the term
 * @param fencingToken the token
 * @param ready whether it is ready
 * @param members its members
 * @param preparedMembers what they are to be
 */
record Statuses(Condition condition, long term, long fencingToken, boolean ready, Collection<Integer> members,
		Collection<Integer> preparedMembers) {

	static Statuses starting() {
		return new Statuses(Condition.STARTING, 0, 0, false, List.of(1, 2), List.of());
	}

	static Statuses following(long term) {
		return new Statuses(Condition.RUNNING, term, 0, true, List.of(1, 2, 3), List.of());
	}

	static Statuses leading(long term) {
		return following(term).with(term);
	}

	private Statuses with(long token) {
		return new Statuses(this.condition, this.term, token, this.ready, this.members, this.preparedMembers);
	}

	Statuses notReady() {
		return new Statuses(this.condition, this.term, this.fencingToken, false, this.members, this.preparedMembers);
	}

	Statuses in(Condition changed) {
		return new Statuses(changed, this.term, this.fencingToken, this.ready, this.members, this.preparedMembers);
	}

	Statuses members(Integer... changed) {
		return new Statuses(this.condition, this.term, this.fencingToken, this.ready, List.of(changed),
				this.preparedMembers);
	}

	Statuses prepared(Integer... changed) {
		return new Statuses(this.condition, this.term, this.fencingToken, this.ready, this.members, List.of(changed));
	}

	GroupStatus get() {
		SortedSet<Integer> none = Collections.emptySortedSet();
		RaftRole role = (this.fencingToken != 0) ? RaftRole.LEADER : RaftRole.FOLLOWER;
		return new GroupStatus("g", 1, 1, this.condition, null, role, this.term, 0, false, this.fencingToken,
				this.ready, false, DiskSpace.AMPLE, 9, 9, 1, 9, new TreeSet<>(this.members), none,
				new TreeSet<>(this.preparedMembers), none, 0, null, GroupStatus.Snapshot.NONE,
				new GroupStatus.Pending(0, 0), List.of());
	}

}
