package io.dongting.raft.transport;

import java.util.SortedSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The answer to an {@link IdentityReq}.
 *
 * @param envelope the cluster id is that of the answerer's log, if it has one
 * @param state how the answerer stands to the question
 * @param members the voters as the answerer knows them: from its log if it has one, else
 * from its configuration
 * @param observers the observers likewise
 * @param boundReplica the replica uuid that the answerer's log binds to the asker's node
 * id, {@code null} if it has no log or does not know that node
 */
public record IdentityResp(Envelope envelope, State state, SortedSet<Integer> members, SortedSet<Integer> observers,
		@Nullable UUID boundReplica) implements Message {

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
