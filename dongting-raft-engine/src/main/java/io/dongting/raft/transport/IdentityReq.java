package io.dongting.raft.transport;

import java.util.SortedSet;

/**
 * A node whose log is empty asks another what it knows of the group; from the founder,
 * when it names the replica, it is also the question whether that agrees to be founded
 * (R4).
 *
 * @param envelope carries no cluster id, and a receiver only if that is asked to agree
 * @param groupName the group's name: two groups that were given the same number must not
 * be founded as one
 * @param members the first voters as the asker's configuration has them
 * @param observers the first observers as the asker's configuration has them
 */
public record IdentityReq(Envelope envelope, String groupName, SortedSet<Integer> members,
		SortedSet<Integer> observers) implements Message {

}
