package io.dongting.spring.actuate;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftRole;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The full status of a group on this node. The names are part of the contract with
 * whoever reads them over HTTP, whatever the engine calls them; {@code null} is left out.
 *
 * @param group the name of the group
 * @param groupId its number
 * @param nodeId this node
 * @param condition whether the group works on this node, and if not, why
 * @param detail a sentence for people about the condition
 * @param role what this node is to the group
 * @param term the current term
 * @param leaderId the leader of that term, 0 if not known
 * @param ready whether this node has caught up and can serve
 * @param lagging whether what this node shows is old
 * @param diskSpace how much room there is on the disk of this node
 * @param commitIndex the last index known to be committed
 * @param appliedIndex the last index applied to the state machine
 * @param lastLogIndex the last index in the log
 * @param firstLogIndex the first index still in the log
 * @param members the voters
 * @param observers those that receive the log without a vote
 * @param preparedMembers the voters a joint configuration leads to
 * @param preparedObservers the observers a joint configuration leads to
 * @param prepareIndex the index of the joint configuration, 0 when there is none
 * @param change the change of the membership that is under way, {@code null} if there is
 * none
 * @param snapshot the last snapshot on this node
 * @param pending commands accepted by this node and not yet answered
 * @param peers how far the others are, on the leader only
 */
public record GroupDescriptor(String group, int groupId, int nodeId, GroupStatus.Condition condition,
		@Nullable String detail, RaftRole role, long term, int leaderId, boolean ready, boolean lagging,
		DiskSpace diskSpace, long commitIndex, long appliedIndex, long lastLogIndex, long firstLogIndex,
		SortedSet<Integer> members, SortedSet<Integer> observers, SortedSet<Integer> preparedMembers,
		SortedSet<Integer> preparedObservers, long prepareIndex, @Nullable Change change, Snapshot snapshot,
		Pending pending, @Nullable List<Peer> peers) implements OperationResponseBody {

	static GroupDescriptor of(GroupStatus status) {
		GroupStatus.Change change = status.change();
		List<Peer> peers = (status.role() == RaftRole.LEADER) ? status.peers().stream().map(Peer::of).toList() : null;
		return new GroupDescriptor(status.group(), status.groupId(), status.nodeId(), status.condition(),
				status.detail(), status.role(), status.term(), status.leaderId(), status.ready(), status.lagging(),
				status.diskSpace(), status.commitIndex(), status.appliedIndex(), status.lastLogIndex(),
				status.firstLogIndex(), status.members(), status.observers(), status.preparedMembers(),
				status.preparedObservers(), status.prepareIndex(), (change != null) ? Change.of(change) : null,
				Snapshot.of(status.snapshot()), new Pending(status.pending().tasks(), status.pending().bytes()), peers);
	}

	/**
	 * A change of the membership that is under way.
	 *
	 * @param members the voters to be
	 * @param observers the observers to be
	 * @param stage how far it has come
	 * @param automatic whether it goes through by itself; if not, it waits to be
	 * committed or aborted once it is joint
	 * @param waitingFor the nodes the leader waits for, as far as this node knows
	 */
	public record Change(SortedSet<Integer> members, SortedSet<Integer> observers, GroupStatus.ChangeStage stage,
			boolean automatic, SortedSet<Integer> waitingFor) {

		static Change of(GroupStatus.Change change) {
			return new Change(change.goal().members(), change.goal().observers(), change.stage(), change.automatic(),
					change.waitingFor());
		}

	}

	/**
	 * The last snapshot on this node.
	 *
	 * @param index the last index it covers, 0 when there is none
	 * @param term the term of that index
	 * @param time when it was taken
	 */
	public record Snapshot(long index, long term, @Nullable Instant time) {

		static Snapshot of(GroupStatus.Snapshot snapshot) {
			return new Snapshot(snapshot.index(), snapshot.term(), snapshot.time());
		}

	}

	/**
	 * Commands that were accepted and not yet answered.
	 *
	 * @param tasks how many
	 * @param bytes their size
	 */
	public record Pending(int tasks, long bytes) {

	}

	/**
	 * Another node as the leader sees it.
	 *
	 * @param nodeId the node
	 * @param matchIndex the last index known to be durable there
	 * @param lag how many entries it is behind
	 * @param state how entries are sent to it
	 * @param lastContactMillis milliseconds since it last answered, -1 if never
	 */
	public record Peer(int nodeId, long matchIndex, long lag, GroupStatus.PeerState state, long lastContactMillis) {

		static Peer of(GroupStatus.Peer peer) {
			return new Peer(peer.nodeId(), peer.matchIndex(), peer.lag(), peer.state(), peer.lastContactMillis());
		}

	}

}
