package io.dongting.spring.autoconfigure.leader;

import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.leader.RaftLeaderships;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of what this node does only where it leads a group.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnBean(RaftServer.class)
public final class RaftLeadershipAutoConfiguration {

	RaftLeadershipAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(RaftLeaderships.class)
	GroupLeaderships raftLeaderships(RaftServer server, RaftGroups groups) {
		return new GroupLeaderships(server, groups);
	}

	/** Made before the groups are, which it asks for when a method is called. */
	@Bean
	static RunOnLeaderBeanPostProcessor raftRunOnLeaderBeanPostProcessor(Environment environment,
			ObjectProvider<RaftGroups> groups) {
		RunOnLeaderBeanPostProcessor processor = new RunOnLeaderBeanPostProcessor((group) -> groups.getObject()
			.find(group)
			.filter((found) -> found.status().fencingToken() != 0)
			.isPresent());
		processor.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
		return processor;
	}

	@Bean
	RunOnLeaderGroupCheck raftRunOnLeaderGroupCheck(RunOnLeaderBeanPostProcessor methods, RaftGroups groups,
			ObjectProvider<StateMachineFactory> atRuntime) {
		return new RunOnLeaderGroupCheck(methods, groups, atRuntime);
	}

}
