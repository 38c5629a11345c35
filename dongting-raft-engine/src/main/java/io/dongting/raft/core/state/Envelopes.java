package io.dongting.raft.core.state;

import java.util.UUID;

import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.Message;
import org.jspecify.annotations.Nullable;

/**
 * Addresses messages. Requests are numbered through, whatever they are and whomever they
 * go to, so that "sent after" can be told by comparing two numbers (R18).
 */
public final class Envelopes {

	private static final int SEQUENCE_BITS_PER_START = 40;

	private final GroupContext context;

	private final Ballot ballot;

	private final MemberManager members;

	private long lastSequence;

	/**
	 * Begin to number.
	 * @param context where the group runs
	 * @param ballot the term and replica of this node
	 * @param members the cluster
	 * @param startNumber how often this node was started; its numbers are above those of
	 * all earlier starts (R1)
	 */
	public Envelopes(GroupContext context, Ballot ballot, MemberManager members, long startNumber) {
		this.context = context;
		this.ballot = ballot;
		this.members = members;
		this.lastSequence = startNumber << SEQUENCE_BITS_PER_START;
	}

	/**
	 * Return the number of the last request that was addressed.
	 * @return the number
	 */
	public long lastSequence() {
		return this.lastSequence;
	}

	/**
	 * Address a request in the current term.
	 * @param toReplica the replica that is meant, {@code null} in questions of identity
	 * @return the envelope
	 */
	public Envelope request(@Nullable UUID toReplica) {
		return request(toReplica, this.ballot.term());
	}

	/**
	 * Address a request in another term than the current one, as a pre-vote does.
	 * @param toReplica the replica that is meant
	 * @param term the term
	 * @return the envelope
	 */
	public Envelope request(@Nullable UUID toReplica, long term) {
		return new Envelope(this.context.config().groupId(), this.members.clusterId(), this.context.nodeId(),
				this.ballot.replica(), toReplica, term, ++this.lastSequence);
	}

	/**
	 * Address an answer.
	 * @param request what it answers
	 * @return the envelope
	 */
	public Envelope answer(Message request) {
		return answer(request.envelope().fromReplica(), request.envelope().sequence());
	}

	/**
	 * Address an answer.
	 * @param asker the replica that asked
	 * @param sequence the number of what it asked
	 * @return the envelope
	 */
	public Envelope answer(UUID asker, long sequence) {
		return new Envelope(this.context.config().groupId(), this.members.clusterId(), this.context.nodeId(),
				this.ballot.replica(), asker, this.ballot.term(), sequence);
	}

}
