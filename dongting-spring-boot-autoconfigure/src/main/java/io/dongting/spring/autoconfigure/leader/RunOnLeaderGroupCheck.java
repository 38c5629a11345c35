package io.dongting.spring.autoconfigure.leader;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.StateMachineFactory;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.leader.InvalidLeaderMethodException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Refuses groups that this node does not have: their methods would never run. Where
 * groups may come at runtime, nobody knows.
 */
class RunOnLeaderGroupCheck implements SmartInitializingSingleton {

	private final RunOnLeaderBeanPostProcessor methods;

	private final RaftGroups groups;

	private final ObjectProvider<StateMachineFactory> atRuntime;

	RunOnLeaderGroupCheck(RunOnLeaderBeanPostProcessor methods, RaftGroups groups,
			ObjectProvider<StateMachineFactory> atRuntime) {
		this.methods = methods;
		this.groups = groups;
		this.atRuntime = atRuntime;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.atRuntime.stream().findAny().isPresent()) {
			return;
		}
		this.methods.groups().forEach((group, method) -> {
			if (this.groups.find(group).isEmpty()) {
				throw new InvalidLeaderMethodException(
						RunOnLeaderMethods.describe(method) + " runs on the leader of the group '" + group
								+ "', but this node has only "
								+ this.groups.all().stream().map(RaftGroup::name).sorted().toList() + ".",
						"Name one of these groups in @RunOnLeader, or annotate a bean with @RaftStateMachine(group = \""
								+ group + "\").");
			}
		});
	}

}
