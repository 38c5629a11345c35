/**
 * One process of the cluster, put together: its data directory and identity, its groups,
 * the threads that run them and the connections to the other nodes.
 *
 * <p>
 * {@link io.dongting.raft.server.RaftServer} is what an application makes, starts and
 * closes; {@link io.dongting.raft.server.RaftEnvironment} is everything it takes from the
 * world around it, so that a whole server also runs in a simulation. Invariants: a data
 * directory belongs to one node and one process; whatever is wrong is found before
 * anything is changed; a group that cannot start does not keep the others from it. One
 * {@link io.dongting.raft.server.DiskWatch} looks for all groups how much space is left
 * (R29). One {@linkplain io.dongting.raft.log.journal journal} makes the small writes of
 * all groups durable; what a crash leaves in it is brought to their logs before any of
 * them is opened ({@link io.dongting.raft.server.JournalReplay}), and it alone, when it
 * is damaged, keeps the whole node from starting.
 *
 * <p>
 * Whether two nodes mean the same by a group is found out by
 * {@link io.dongting.raft.server.PeerChecks} on every connection; what does not fit is
 * refused group by group and shown as the {@link io.dongting.raft.server.NodeStatus
 * problem} with the other node.
 *
 * <p>
 * What an application is told of its groups ({@link io.dongting.raft.RaftGroupListener})
 * is read from their published status, on threads where no group waits:
 * {@link io.dongting.raft.server.GroupListeners}.
 *
 * <p>
 * Groups and nodes that are added while a server runs are written to a small file, the
 * {@link io.dongting.raft.server.Roster}, before they are used, and are back at the next
 * start. What changes a running server does so as a fiber, one change after the other
 * ({@link io.dongting.raft.server.ServerChanges}); everybody else only reads
 * {@link io.dongting.raft.server.HostedGroups} and
 * {@link io.dongting.raft.server.KnownNodes}, on any thread. The directory of a removed
 * group is renamed, not deleted; its new name is never used again.
 */
@NullMarked
package io.dongting.raft.server;

import org.jspecify.annotations.NullMarked;
