package io.dongting.raft.log.vote;

import io.dongting.raft.RaftException;

/**
 * Term and vote are missing or damaged although this replica has been part of a group.
 * Going on could vote twice in one term, so the group must not start; an operator decides
 * (trap P11). Nothing on disk was changed.
 */
public class VoteStateLostException extends RaftException {

	public VoteStateLostException(String message) {
		super(message);
	}

}
