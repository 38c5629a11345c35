package io.dongting.spring.leader;

import java.util.function.Function;

import io.dongting.spring.leader.RaftLeadership.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * A bean that takes part in the leadership of a Raft group while the application runs:
 * <pre class="code">
 * &#064;Bean
 * RaftLeaderInitiator inventoryLeader(RaftLeaderships leaderships, InventoryExport export) {
 *     return RaftLeaderInitiator.task(leaderships, "inventory", export::run);
 * }
 * </pre>
 *
 * <p>
 * It starts after, and stops before, everything else, so that what it calls is there to
 * its end. It can be stopped and started again by the application, too.
 */
public final class RaftLeaderInitiator implements SmartLifecycle {

	private final RaftLeaderships leaderships;

	private final String group;

	private final Function<RaftLeadership, Subscription> participation;

	private @Nullable Subscription subscription;

	private RaftLeaderInitiator(RaftLeaderships leaderships, String group,
			Function<RaftLeadership, Subscription> participation) {
		this.leaderships = leaderships;
		this.group = group;
		this.participation = participation;
	}

	/**
	 * Let a candidate be told when this node begins and ceases to lead.
	 * @param leaderships the leaderships of this node
	 * @param group the name of the group
	 * @param candidate the candidate
	 * @return the bean
	 */
	public static RaftLeaderInitiator candidate(RaftLeaderships leaderships, String group, LeaderCandidate candidate) {
		return new RaftLeaderInitiator(leaderships, group, (leadership) -> leadership.subscribe(candidate));
	}

	/**
	 * Let a task run while this node leads.
	 * @param leaderships the leaderships of this node
	 * @param group the name of the group
	 * @param task the task
	 * @return the bean
	 */
	public static RaftLeaderInitiator task(RaftLeaderships leaderships, String group, LeaderTask task) {
		return new RaftLeaderInitiator(leaderships, group, (leadership) -> leadership.runWhileLeading(task));
	}

	/**
	 * Return whether this node leads the group.
	 * @return the leadership
	 */
	public RaftLeadership leadership() {
		return this.leaderships.group(this.group);
	}

	@Override
	public synchronized void start() {
		if (this.subscription == null) {
			this.subscription = this.participation.apply(leadership());
		}
	}

	@Override
	public synchronized void stop() {
		Subscription ending = this.subscription;
		if (ending != null) {
			this.subscription = null;
			ending.close();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.subscription != null;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
