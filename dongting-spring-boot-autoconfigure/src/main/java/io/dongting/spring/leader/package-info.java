/**
 * What an application does only where a Raft group is led:
 * {@link io.dongting.spring.leader.RunOnLeader} skips calls on the other nodes,
 * {@link io.dongting.spring.leader.RaftLeadership} runs tasks as long as this node leads
 * and calls back when that begins and ends, and
 * {@link io.dongting.spring.leader.RaftLeaderInitiator} makes a bean of such a task.
 *
 * <p>
 * All of this avoids work that is done twice; it does not make it impossible. A leader
 * that was paused, by its garbage collector or its machine, goes on where it stopped,
 * believing to lead, while another node does the same work. Being revoked comes too late
 * then: between any check and what follows it the process may stand still. <strong>Only
 * the fencing token protects a resource outside the group</strong>: it is greater for
 * each later leadership, so the resource remembers the greatest token it has seen and
 * refuses smaller ones. For what the group itself keeps there is no need of that; the
 * token can be an argument of a command that compares it.
 */
@NullMarked
package io.dongting.spring.leader;

import org.jspecify.annotations.NullMarked;
