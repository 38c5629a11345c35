package io.dongting.spring.actuate.server;

import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * The server of this process as far as it can be changed while it runs. The futures fail
 * with an {@link io.dongting.spring.actuate.operation.OperationFailedException} where
 * something stands against a change, which is then not made.
 */
public interface RuntimeServer {

	/**
	 * Return this node.
	 * @return its id
	 */
	int nodeId();

	/**
	 * Return the nodes that this process knows, this one included.
	 * @return what is known of each, by id
	 */
	List<NodeDescriptor> nodes();

	/**
	 * Make a node known, or tell where a known one has moved.
	 * @param nodeId the node
	 * @param address where it is reached
	 * @return completed when the node is known
	 */
	CompletableFuture<?> addNode(int nodeId, HostPort address);

	/**
	 * Forget a node.
	 * @param nodeId the node
	 * @return completed when the connection to it has ended
	 */
	CompletableFuture<?> removeNode(int nodeId);

	/**
	 * Host a group on this node.
	 * @param name its name
	 * @param groupId its number, {@code null} for the one that follows from the name
	 * @param members its first voters
	 * @param observers its first observers
	 * @return completed with the number of the group when it runs
	 */
	CompletableFuture<Integer> addGroup(String name, @Nullable Integer groupId, SortedSet<Integer> members,
			SortedSet<Integer> observers);

	/**
	 * Host a group no longer, and set its data on this node aside.
	 * @param name its name
	 * @return completed when that is done
	 */
	CompletableFuture<?> removeGroup(String name);

}
