package io.dongting.spring.actuate.server;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;

import io.dongting.spring.actuate.operation.Argument;
import io.dongting.spring.actuate.operation.EngineCall;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.server.GroupChangeDescriptor.Result;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Changes which groups this node hosts. Closed until it is opened with
 * {@code management.endpoint.raftgroups.access=unrestricted}.
 */
@Endpoint(id = "raftgroups", defaultAccess = Access.NONE)
public class RaftGroupsEndpoint {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final RuntimeServer server;

	/**
	 * Create the endpoint.
	 * @param server the server of this process
	 */
	public RaftGroupsEndpoint(RuntimeServer server) {
		this.server = server;
	}

	/**
	 * Host a group on this node.
	 * @param name its name
	 * @param id its number, the same on all nodes; follows from the name if not given
	 * @param members its first voters, the same on all nodes
	 * @param observers its first observers, none if not given
	 * @return what was done
	 * @throws OperationFailedException if that is not done
	 */
	@WriteOperation
	public GroupChangeDescriptor add(@Selector String name, @Nullable String id, @Nullable String members,
			@Nullable String observers) {
		Argument number = new Argument("id", id);
		Integer groupId = number.isPresent() ? Integer.valueOf(number.groupId()) : null;
		SortedSet<Integer> voters = new Argument("members", members).nodeIds();
		Argument others = new Argument("observers", observers);
		SortedSet<Integer> listeners = others.isPresent() ? others.nodeIds() : Collections.emptySortedSet();
		int added = EngineCall.await(TIMEOUT, () -> this.server.addGroup(name, groupId, voters, listeners));
		return new GroupChangeDescriptor(name, added, Result.ADDED);
	}

	/**
	 * Host a group no longer, and set its data on this node aside.
	 * @param name its name
	 * @return what was done
	 * @throws OperationFailedException if that is not done
	 */
	@DeleteOperation
	public GroupChangeDescriptor remove(@Selector String name) {
		EngineCall.await(TIMEOUT, () -> this.server.removeGroup(name));
		return new GroupChangeDescriptor(name, null, Result.REMOVED);
	}

}
