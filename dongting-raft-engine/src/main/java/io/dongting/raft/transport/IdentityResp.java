package io.dongting.raft.transport;

import java.util.SortedSet;

/**
 * The answer to an {@link IdentityReq}.
 *
 * @param envelope the cluster id is that of the answerer's log, if it has one
 * @param state how the answerer stands to the question
 * @param members the voters as the answerer knows them: from its log if it has one, else
 * from its configuration
 * @param observers the observers likewise
 */
public record IdentityResp(Envelope envelope, State state, SortedSet<Integer> members,
		SortedSet<Integer> observers) implements Message {

	/** How a node stands to being founded. The order is part of the wire format. */
	public enum State {

		/** Empty, with the same configuration. */
		AGREES,

		/** Empty, but its configuration names other members. */
		DIFFERS,

		/** Has a log already. */
		HAS_LOG

	}

}
