package io.dongting.raft.core.state;

import io.dongting.raft.GroupStatus.Condition;

/**
 * Whether this replica is left to itself: not part of the group, and no leader has a word
 * for it. Nobody tells it who leads then, and it does not get what it would have to read,
 * so whoever asks it is better told to ask another node at once.
 *
 * <p>
 * On the way in and out a leader still speaks to it, and what it holds may be passed on:
 * after a leader was heard of, or it led itself, an election timeout has to pass.
 */
public final class Outsider implements RoleListener {

	private final GroupContext context;

	private final RoleManager roles;

	private final LeaderContact contact;

	private final Health health;

	private long ledNanos;

	/**
	 * Begin to watch.
	 * @param context where the group runs
	 * @param roles whether this replica leads
	 * @param contact when a leader was heard of
	 * @param health whether the replica is part of the group
	 */
	public Outsider(GroupContext context, RoleManager roles, LeaderContact contact, Health health) {
		this.context = context;
		this.roles = roles;
		this.contact = contact;
		this.health = health;
		this.ledNanos = context.nanoTime();
		roles.addListener(this);
	}

	@Override
	public void leadershipEnded() {
		this.ledNanos = this.context.nanoTime();
	}

	/**
	 * Return whether this replica is left to itself.
	 * @return whether it is, and nothing says that it will not stay so
	 */
	public boolean isLeftOut() {
		if (this.health.condition() != Condition.NOT_IN_CONFIG || this.roles.isLeader()) {
			return false;
		}
		long patienceNanos = this.context.options().electionTimeout().toNanos();
		long nowNanos = this.context.nanoTime();
		return nowNanos - this.contact.heardNanos() >= patienceNanos && nowNanos - this.ledNanos >= patienceNanos;
	}

	/**
	 * Say why this replica cannot help.
	 * @return sentences for people
	 */
	public String message() {
		return "Node " + this.context.nodeId() + " is not part of the group and hears of no leader, ask another node. "
				+ this.health.detail();
	}

}
