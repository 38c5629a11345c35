package io.dongting.raft;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

import org.jspecify.annotations.Nullable;

/**
 * What one node knows of a group at one moment.
 *
 * @param group the group's name
 * @param groupId the group's number
 * @param nodeId the node that says so
 * @param condition whether the group works on this node, and if not, why
 * @param detail a sentence for people about the condition, or {@code null}
 * @param role what this node is to the group
 * @param term the current term
 * @param leaderId the leader of that term, 0 if not known or not heard of for an election
 * timeout
 * @param leaderless whether nobody has led the group for two election timeouts, as far as
 * this node knows: longer than it takes to elect another leader where a majority is there
 * @param fencingToken the term, if this node leads in it and has applied an entry of its
 * own, so that it may serve; else 0. No two leaderships of a group have the same, and a
 * later one always has a greater, on whichever node, as long as the group exists: one
 * that is removed from all nodes and founded anew begins anew
 * @param ready whether this node has caught up with a leader since it started and can
 * serve
 * @param lagging whether what this node shows is more than ten election timeouts old: it
 * applies what comes from the leader too slowly, or hears none
 * @param diskSpace how much room there is on the disk of this node
 * @param commitIndex the last index known to be committed
 * @param appliedIndex the last index applied to the state machine
 * @param firstLogIndex the first index that is still in the log
 * @param lastLogIndex the last index that was appended
 * @param members the voters of the configuration in force
 * @param observers its observers
 * @param preparedMembers the voters a joint configuration leads to, else empty
 * @param preparedObservers the observers it leads to, else empty
 * @param prepareIndex the index of the joint configuration entry, 0 when there is none
 * @param change the change of the membership that is under way, {@code null} if there is
 * none
 * @param snapshot the last snapshot on this node
 * @param pending the commands that were accepted by this node and not yet answered
 * @param peers how far the others are; empty unless this node leads
 */
public record GroupStatus(String group, int groupId, int nodeId, Condition condition, @Nullable String detail,
		RaftRole role, long term, int leaderId, boolean leaderless, long fencingToken, boolean ready, boolean lagging,
		DiskSpace diskSpace, long commitIndex, long appliedIndex, long firstLogIndex, long lastLogIndex,
		SortedSet<Integer> members, SortedSet<Integer> observers, SortedSet<Integer> preparedMembers,
		SortedSet<Integer> preparedObservers, long prepareIndex, @Nullable Change change, Snapshot snapshot,
		Pending pending, List<Peer> peers) {

	/**
	 * Whether a group works on this node, and if not, why.
	 */
	public enum Condition {

		/** The log is being read. */
		STARTING,

		/** The first members have not all answered yet. */
		BOOTSTRAPPING,

		/** Works. */
		RUNNING,

		/**
		 * The log was damaged and is being refilled from the leader. What the node ever
		 * acknowledged is not there again yet, so it cannot be elected and votes only for
		 * nodes that have it.
		 */
		REFILLING,

		/**
		 * This process cannot host the group, which was added while it ran before: it has
		 * no state machine for it, or another group has its id. Its data is kept.
		 */
		NOT_HOSTED,

		/** The node is not in the group's configuration and waits to be added. */
		NOT_IN_CONFIG,

		/** The disk failed or holds damage; nothing more is acknowledged. */
		STORAGE_FAILED,

		/** The state machine could not apply an entry; nothing more is applied. */
		APPLY_FAILED,

		/**
		 * A rule of the protocol was found broken, and the node takes no further part.
		 */
		INVARIANT_VIOLATED,

		/** Stopped. */
		STOPPED

	}

	/**
	 * A change of the membership that is under way.
	 *
	 * @param goal what the membership is to be
	 * @param stage how far it has come
	 * @param automatic whether it goes through by itself, under whichever leader; if not,
	 * it has to be committed or aborted once it is joint
	 * @param waitingFor the nodes that the leader waits for, as far as this node knows
	 */
	public record Change(Membership goal, ChangeStage stage, boolean automatic, SortedSet<Integer> waitingFor) {

	}

	/**
	 * How far a change of the membership has come.
	 */
	public enum ChangeStage {

		/** Nothing is written yet: new nodes are asked who they are. */
		PREPARING,

		/** New nodes are observers and catch up. */
		JOINING,

		/** Old and new members decide together. */
		JOINT

	}

	/**
	 * The last snapshot on this node.
	 *
	 * @param index the last index it covers, 0 when there is no snapshot
	 * @param term the term of that index
	 * @param time the time the log gives that entry, {@code null} when there is no
	 * snapshot
	 */
	public record Snapshot(long index, long term, @Nullable Instant time) {

		/** There is no snapshot. */
		public static final Snapshot NONE = new Snapshot(0, 0, null);

	}

	/**
	 * Commands that were accepted and not yet answered.
	 *
	 * @param tasks how many
	 * @param bytes their bodies together
	 */
	public record Pending(int tasks, long bytes) {

	}

	/**
	 * Another node as its leader sees it.
	 *
	 * @param nodeId the node
	 * @param matchIndex the last index known to be durable there
	 * @param lag how many entries it is behind
	 * @param state how entries are being sent to it
	 * @param lastContactMillis milliseconds since the latest request that it has answered
	 * was sent, -1 if it has answered none
	 */
	public record Peer(int nodeId, long matchIndex, long lag, PeerState state, long lastContactMillis) {

	}

	/**
	 * How a leader sends entries to a node.
	 */
	public enum PeerState {

		/** No connection. */
		DISCONNECTED,

		/** Finds out where the two logs part. */
		PROBE,

		/** Sends entries as they come, without waiting for each answer. */
		PIPELINE,

		/** Needs entries that are not in the log any more, and gets a snapshot. */
		SNAPSHOT

	}

}
