package io.dongting.raft.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this replica does in the current term: follow, campaign or lead. The one place
 * where that changes; the other parts listen.
 */
public final class RoleManager {

	private static final Logger log = LoggerFactory.getLogger(RoleManager.class);

	private final GroupContext context;

	private final Ballot ballot;

	private final List<RoleListener> listeners = new ArrayList<>();

	private Standing standing = Standing.FOLLOWING;

	private int leaderId;

	private @Nullable UUID leaderReplica;

	public RoleManager(GroupContext context, Ballot ballot) {
		this.context = context;
		this.ballot = ballot;
	}

	/**
	 * Register a listener; they are called in the order of registration.
	 * @param listener told of changes from now on
	 */
	public void addListener(RoleListener listener) {
		this.listeners.add(listener);
	}

	public boolean isLeader() {
		return this.standing == Standing.LEADING;
	}

	public boolean isCandidate() {
		return this.standing == Standing.CAMPAIGNING;
	}

	/**
	 * Return the leader of the current term.
	 * @return its node id, 0 if not known
	 */
	public int leaderId() {
		return this.leaderId;
	}

	/**
	 * Return which replica the leader said it is.
	 * @return its replica uuid, {@code null} if no leader is known
	 */
	public @Nullable UUID leaderReplica() {
		return this.leaderReplica;
	}

	/**
	 * A message names a term. If it is a later one, it becomes the current one, and this
	 * replica follows in it, whomever (Raft paper 5.1).
	 * @param term the term of the message
	 */
	public void sawTerm(long term) {
		if (term > this.ballot.term()) {
			if (isLeader()) {
				log.info("{}: no longer leader of term {}, there is a term {}", this.context, this.ballot.term(), term);
			}
			this.ballot.adoptTerm(term);
			follow(0, null);
			this.listeners.forEach(RoleListener::termChanged);
		}
	}

	/**
	 * A message shows who leads the current term.
	 * @param nodeId the leader
	 * @param replica the replica it says it is
	 */
	public void sawLeader(int nodeId, UUID replica) {
		Invariants.check(this.leaderId == 0 || this.leaderId == nodeId,
				() -> "Two leaders in term " + this.ballot.term() + ": " + this.leaderId + " and " + nodeId);
		if (this.leaderId == 0 || isCandidate()) {
			log.info("{}: follows node {} in term {}", this.context, nodeId, this.ballot.term());
			follow(nodeId, replica);
		}
	}

	/**
	 * Campaign in a new term. The vote for this replica itself is being made durable.
	 */
	public void campaign() {
		this.ballot.adoptTerm(this.ballot.term() + 1);
		this.ballot.vote(this.context.nodeId());
		become(Standing.CAMPAIGNING, 0, null);
		this.listeners.forEach(RoleListener::termChanged);
	}

	/**
	 * The campaign was won.
	 */
	public void lead() {
		Invariants.check(isCandidate(), () -> "Only a candidate is elected");
		log.info("{}: leader of term {}", this.context, this.ballot.term());
		become(Standing.LEADING, this.context.nodeId(), this.ballot.replica());
	}

	/**
	 * Lead or campaign no more, and wait in the current term for another.
	 * @param reason why, for people
	 */
	public void stepDown(String reason) {
		if (this.standing != Standing.FOLLOWING) {
			log.info("{}: steps down in term {}: {}", this.context, this.ballot.term(), reason);
			follow(0, null);
		}
	}

	/**
	 * The leader of this term says that it leads no more.
	 */
	public void leaderSteppedDown() {
		if (this.standing == Standing.FOLLOWING) {
			follow(0, null);
		}
	}

	private void follow(int nodeId, @Nullable UUID replica) {
		become(Standing.FOLLOWING, nodeId, replica);
	}

	private void become(Standing next, int nodeId, @Nullable UUID replica) {
		boolean wasLeader = isLeader();
		boolean newLeader = (this.leaderId != nodeId);
		this.standing = next;
		this.leaderId = nodeId;
		this.leaderReplica = replica;
		if (wasLeader && next != Standing.LEADING) {
			this.listeners.forEach(RoleListener::leadershipEnded);
		}
		if (!wasLeader && next == Standing.LEADING) {
			this.listeners.forEach(RoleListener::leadershipBegan);
		}
		if (newLeader) {
			this.listeners.forEach(RoleListener::leaderChanged);
		}
	}

	private enum Standing {

		FOLLOWING, CAMPAIGNING, LEADING

	}

}
