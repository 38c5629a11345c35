package io.dongting.spring.actuate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Change;
import io.dongting.raft.GroupStatus.ChangeStage;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.GroupStatus.Peer;
import io.dongting.raft.GroupStatus.PeerState;
import io.dongting.raft.GroupStatus.Pending;
import io.dongting.raft.GroupStatus.Snapshot;
import io.dongting.raft.Membership;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftRole;
import io.dongting.spring.RaftGroups;
import org.jspecify.annotations.Nullable;

/**
 * Groups that only have a status.
 */
public final class StatusGroups implements RaftGroups {

	private final List<RaftGroup> groups = new ArrayList<>();

	/**
	 * Add a group.
	 * @param status its status
	 * @return the group
	 */
	public StatusGroup add(GroupStatus status) {
		StatusGroup group = new StatusGroup(status);
		this.groups.add(group);
		return group;
	}

	/**
	 * Add a group.
	 * @param group the group
	 */
	public void add(RaftGroup group) {
		this.groups.add(group);
	}

	/**
	 * Remove all groups.
	 */
	public void clear() {
		this.groups.clear();
	}

	@Override
	public RaftGroup get(String name) {
		return find(name).orElseThrow(() -> new IllegalArgumentException(name));
	}

	@Override
	public Optional<RaftGroup> find(String name) {
		return this.groups.stream().filter((group) -> group.name().equals(name)).findFirst();
	}

	@Override
	public List<RaftGroup> all() {
		return List.copyOf(this.groups);
	}

	/**
	 * Make the status of a leader of three that moves to another set of nodes.
	 * @param name the name of the group
	 * @return the status
	 */
	public static GroupStatus leader(String name) {
		return new GroupStatus(name, 7, 1, Condition.RUNNING, null, RaftRole.LEADER, 5, 1, false, 5, true, false,
				DiskSpace.AMPLE, 100, 99, 10, 101, nodes(1, 2, 3), nodes(4), nodes(1, 2, 5), nodes(6), 98,
				new Change(Membership.of(List.of(1, 2, 5), List.of(6)), ChangeStage.JOINT, true, nodes(5)),
				new Snapshot(50, 4, Instant.parse("2026-01-02T03:04:05Z")), new Pending(2, 512),
				List.of(new Peer(2, 101, 0, PeerState.PIPELINE, 12), new Peer(3, 40, 61, PeerState.DISCONNECTED, -1)));
	}

	/**
	 * Make the status of a node that does not lead.
	 * @param name the name of the group
	 * @param condition whether it works
	 * @param detail about the condition
	 * @param leaderId the leader it knows
	 * @param ready whether it has caught up
	 * @return the status
	 */
	public static GroupStatus follower(String name, Condition condition, @Nullable String detail, int leaderId,
			boolean ready) {
		return new GroupStatus(name, 8, 1, condition, detail, RaftRole.FOLLOWER, 5, leaderId, leaderId == 0, 0, ready,
				false, DiskSpace.AMPLE, 100, 99, 1, 101, nodes(1, 2, 3), nodes(), nodes(), nodes(), 0, null,
				Snapshot.NONE, new Pending(0, 0), List.of());
	}

	/**
	 * Make the status of a node that has only just lost its leader.
	 * @param name the name of the group
	 * @return the status
	 */
	public static GroupStatus electing(String name) {
		return new GroupStatus(name, 8, 1, Condition.RUNNING, null, RaftRole.CANDIDATE, 6, 0, false, 0, true, false,
				DiskSpace.AMPLE, 100, 99, 1, 101, nodes(1, 2, 3), nodes(), nodes(), nodes(), 0, null, Snapshot.NONE,
				new Pending(0, 0), List.of());
	}

	/**
	 * Make the status of a node that follows node 2.
	 * @param name the name of the group
	 * @param ready whether it has caught up
	 * @param lagging whether what it shows is old
	 * @param diskSpace how much room there is on its disk
	 * @return the status
	 */
	public static GroupStatus follower(String name, boolean ready, boolean lagging, DiskSpace diskSpace) {
		return new GroupStatus(name, 8, 1, Condition.RUNNING, null, RaftRole.FOLLOWER, 5, 2, false, 0, ready, lagging,
				diskSpace, 100, 99, 1, 101, nodes(1, 2, 3), nodes(), nodes(), nodes(), 0, null, Snapshot.NONE,
				new Pending(0, 0), List.of());
	}

	private static SortedSet<Integer> nodes(Integer... ids) {
		return new TreeSet<>(List.of(ids));
	}

}
