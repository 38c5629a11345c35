package io.dongting.spring.autoconfigure;

import java.util.Iterator;
import java.util.List;

import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.RaftGroupDefinition;

/**
 * The groups this application starts with, each with its state machine, and what makes
 * the state machines of those that are added at runtime: what an application that makes
 * its own {@link io.dongting.raft.server.RaftServer} hands to it.
 *
 * @param all the definitions
 * @param atRuntime makes the state machines of groups that are added at runtime
 */
public record RaftGroupDefinitions(List<RaftGroupDefinition> all,
		StateMachineFactory atRuntime) implements Iterable<RaftGroupDefinition> {

	public RaftGroupDefinitions {
		all = List.copyOf(all);
	}

	/**
	 * Create the definitions of an application to which no groups can be added.
	 * @param all the definitions
	 */
	public RaftGroupDefinitions(List<RaftGroupDefinition> all) {
		this(all, StateMachineFactory.NONE);
	}

	/**
	 * Return whether there is no group, and never will be.
	 * @return whether nothing needs a server
	 */
	boolean isEmpty() {
		return this.all.isEmpty() && this.atRuntime == StateMachineFactory.NONE;
	}

	@Override
	public Iterator<RaftGroupDefinition> iterator() {
		return this.all.iterator();
	}

}
