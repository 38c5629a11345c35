package io.dongting.raft.core.follow;

import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.LeaderContact;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;

/**
 * The leader says that it lives.
 */
public final class HeartbeatReqHandler {

	private final GroupContext context;

	private final Ballot ballot;

	private final CommitManager commits;

	private final Acknowledgements acknowledgements;

	private final LeaderContact contact;

	private final Envelopes envelopes;

	public HeartbeatReqHandler(GroupContext context, Ballot ballot, CommitManager commits,
			Acknowledgements acknowledgements, LeaderContact contact, Envelopes envelopes) {
		this.context = context;
		this.ballot = ballot;
		this.commits = commits;
		this.acknowledgements = acknowledgements;
		this.contact = contact;
		this.envelopes = envelopes;
	}

	/**
	 * Answer the leader of the current term.
	 * @param request its heartbeat
	 * @param answers takes the answer
	 */
	public void handle(HeartbeatReq request, AnswerSink answers) {
		this.acknowledgements.told(request.leaderCommit());
		this.commits.follow(request.leaderCommit(), this.acknowledgements.verifiedIndex());
		long term = this.ballot.term();
		this.ballot.whenDurable(() -> {
			if (this.ballot.term() == term) {
				answers.answer(new HeartbeatResp(this.envelopes.answer(request), this.contact.promiseMillis(),
						this.context.diskSpace().get()));
			}
		});
	}

}
