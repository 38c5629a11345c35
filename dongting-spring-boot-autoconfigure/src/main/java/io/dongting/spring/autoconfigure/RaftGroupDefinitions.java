package io.dongting.spring.autoconfigure;

import java.util.Iterator;
import java.util.List;

import io.dongting.raft.server.RaftGroupDefinition;

/**
 * The groups this application starts with, each with its state machine: what an
 * application that makes its own {@link io.dongting.raft.server.RaftServer} hands to it.
 *
 * @param all the definitions
 */
public record RaftGroupDefinitions(List<RaftGroupDefinition> all) implements Iterable<RaftGroupDefinition> {

	public RaftGroupDefinitions {
		all = List.copyOf(all);
	}

	@Override
	public Iterator<RaftGroupDefinition> iterator() {
		return this.all.iterator();
	}

}
