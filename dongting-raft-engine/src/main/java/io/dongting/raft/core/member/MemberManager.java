package io.dongting.raft.core.member;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

import io.dongting.raft.core.quorum.Quorum;
import org.jspecify.annotations.Nullable;

/**
 * Knows which configuration is in force. A configuration counts from the moment its entry
 * is appended (Raft paper 6), so those that are not known to be committed are kept to
 * fall back on.
 */
public final class MemberManager {

	private static final Quorum NOBODY = new Quorum(List.of(), List.of());

	private final Deque<LoggedConfiguration> configurations = new ArrayDeque<>();

	private final List<Runnable> listeners = new ArrayList<>();

	private @Nullable GroupConfiguration inForce;

	private Quorum quorum = NOBODY;

	/** How far the log is known to be committed. */
	private long committedIndex;

	/**
	 * Register somebody who has to know when another configuration comes into force.
	 * @param listener called after the change
	 */
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * A configuration entry was appended.
	 * @param index where
	 * @param configuration what it says
	 */
	public void appended(long index, GroupConfiguration configuration) {
		LoggedConfiguration last = this.configurations.peekLast();
		if (last != null && last.index() >= index) {
			throw new IllegalStateException("A configuration at " + index + " after one at " + last.index());
		}
		this.configurations.addLast(new LoggedConfiguration(index, configuration));
		changed();
	}

	/**
	 * The log was cut: configurations from there on never were.
	 * @param fromIndex the first index that is gone
	 */
	public void truncated(long fromIndex) {
		boolean rolledBack = false;
		while (!this.configurations.isEmpty() && this.configurations.getLast().index() >= fromIndex) {
			this.configurations.removeLast();
			rolledBack = true;
		}
		if (rolledBack) {
			changed();
		}
	}

	/**
	 * A snapshot stands for all entries up to an index: of the configurations up to there
	 * it knows the last.
	 * @param coveredIndex the last index it stands for
	 * @param index where that configuration is
	 * @param configuration what it says
	 */
	public void covered(long coveredIndex, long index, GroupConfiguration configuration) {
		while (!this.configurations.isEmpty() && this.configurations.getFirst().index() <= coveredIndex) {
			this.configurations.removeFirst();
		}
		this.configurations.addFirst(new LoggedConfiguration(index, configuration));
		changed();
	}

	/**
	 * Everything up to an index is committed: what stands before the last configuration
	 * of that part will not be needed again.
	 * @param commitIndex the index
	 */
	public void committed(long commitIndex) {
		this.committedIndex = commitIndex;
		while (this.configurations.size() > 1) {
			LoggedConfiguration first = this.configurations.removeFirst();
			if (this.configurations.getFirst().index() > commitIndex) {
				this.configurations.addFirst(first);
				return;
			}
		}
	}

	/**
	 * Return the configuration in force.
	 * @return the configuration, {@code null} while the log is empty
	 */
	public @Nullable GroupConfiguration inForce() {
		return this.inForce;
	}

	/**
	 * Return the index of the configuration in force.
	 * @return the index, 0 while the log is empty
	 */
	public long inForceIndex() {
		LoggedConfiguration last = this.configurations.peekLast();
		return (last != null) ? last.index() : 0;
	}

	/**
	 * Return whether the configuration in force will stay so until there is another one.
	 * @return whether its entry is known to be committed
	 */
	public boolean inForceCommitted() {
		return !this.configurations.isEmpty() && inForceIndex() <= this.committedIndex;
	}

	/**
	 * Return whether a change of the membership is under way, or its last entry is not
	 * known to be committed.
	 * @return whether nobody else may begin one, or hand over leadership
	 */
	public boolean isChanging() {
		GroupConfiguration configuration = inForce();
		return configuration != null && (configuration.openChange() != null || !inForceCommitted());
	}

	/**
	 * Return whether a replica may ask to be elected: if it has a vote, and also if it
	 * had one before the last entry, as long as that may still be taken back. Perhaps
	 * nobody else has a log that is long enough (R6).
	 * @param nodeId the node of this replica
	 * @param replica this replica
	 * @return whether it may
	 */
	public boolean mayCampaign(int nodeId, UUID replica) {
		GroupConfiguration configuration = inForce();
		GroupConfiguration before = beforeInForce();
		return (configuration != null && configuration.isVoter(nodeId, replica))
				|| (before != null && before.isVoter(nodeId, replica));
	}

	/** Return what would be in force again if the last entry were cut off. */
	private @Nullable GroupConfiguration beforeInForce() {
		Iterator<LoggedConfiguration> latest = this.configurations.descendingIterator();
		if (inForceCommitted() || !latest.hasNext()) {
			return null;
		}
		latest.next();
		return latest.hasNext() ? latest.next().configuration() : null;
	}

	/**
	 * Return who decides now.
	 * @return the quorum of the configuration in force, of nobody while the log is empty
	 */
	public Quorum quorum() {
		return this.quorum;
	}

	/**
	 * Return the cluster this replica belongs to.
	 * @return the cluster id, {@code null} while the log is empty
	 */
	public @Nullable UUID clusterId() {
		GroupConfiguration configuration = inForce();
		return (configuration != null) ? configuration.clusterId() : null;
	}

	/**
	 * Return whether a node that says it is a certain replica may be counted (R2).
	 * @param nodeId the node
	 * @param replica the replica it says it is
	 * @return whether the configuration in force binds the one to the other
	 */
	public boolean isBound(int nodeId, UUID replica) {
		GroupConfiguration configuration = inForce();
		return configuration != null && replica.equals(configuration.boundReplica(nodeId));
	}

	private void changed() {
		LoggedConfiguration last = this.configurations.peekLast();
		this.inForce = (last != null) ? last.configuration() : null;
		this.quorum = (last != null) ? last.configuration().quorum() : NOBODY;
		this.listeners.forEach(Runnable::run);
	}

	private record LoggedConfiguration(long index, GroupConfiguration configuration) {

	}

}
