/**
 * One process of the cluster, put together: its data directory and identity, its groups,
 * the threads that run them and the connections to the other nodes.
 *
 * <p>
 * {@link io.dongting.raft.server.RaftServer} is what an application makes, starts and
 * closes; {@link io.dongting.raft.server.RaftEnvironment} is everything it takes from the
 * world around it, so that a whole server also runs in a simulation. Invariants: a data
 * directory belongs to one node and one process; whatever is wrong is found before
 * anything is changed; a group that cannot start does not keep the others from it.
 */
@NullMarked
package io.dongting.raft.server;

import org.jspecify.annotations.NullMarked;
