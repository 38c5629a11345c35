package io.dongting.raft.core.member;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

	private Quorum quorum = NOBODY;

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
	 * Everything up to an index is committed: what stands before the last configuration
	 * of that part will not be needed again.
	 * @param commitIndex the index
	 */
	public void committed(long commitIndex) {
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
		LoggedConfiguration last = this.configurations.peekLast();
		return (last != null) ? last.configuration() : null;
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
		GroupConfiguration configuration = inForce();
		this.quorum = (configuration != null) ? configuration.quorum() : NOBODY;
		this.listeners.forEach(Runnable::run);
	}

	private record LoggedConfiguration(long index, GroupConfiguration configuration) {

	}

}
