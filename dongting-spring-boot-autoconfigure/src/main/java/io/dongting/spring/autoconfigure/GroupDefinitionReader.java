package io.dongting.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.spring.autoconfigure.properties.GroupConfigReader;
import io.dongting.spring.autoconfigure.properties.InvalidRaftPropertyException;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import io.dongting.spring.statemachine.InvalidStateMachineException;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Brings configured groups and state machines together: each group has exactly one.
 */
class GroupDefinitionReader {

	private final RaftProperties properties;

	private final RaftServerConfig server;

	private final ConfigurableListableBeanFactory beanFactory;

	private final StateMachineBeanPostProcessor machines;

	private final TypedStateMachines typed;

	GroupDefinitionReader(RaftProperties properties, RaftServerConfig server,
			ConfigurableListableBeanFactory beanFactory, StateMachineBeanPostProcessor machines,
			TypedStateMachines typed) {
		this.properties = properties;
		this.server = server;
		this.beanFactory = beanFactory;
		this.machines = machines;
		this.typed = typed;
	}

	RaftGroupDefinitions read(List<StateMachineFactory> factories) {
		Map<String, StateMachineBean> beans = beansByGroup();
		GroupConfigReader reader = new GroupConfigReader(this.properties, this.server);
		Map<String, RaftGroupConfig> configs = reader.read(beans.keySet());
		List<RaftGroupDefinition> definitions = new ArrayList<>();
		configs.forEach((group, config) -> {
			StateMachineBean bean = beans.get(group);
			if (bean == null) {
				throw new InvalidRaftPropertyException(RaftProperties.PREFIX + ".groups." + group,
						"The group '" + group + "' has no state machine.",
						"Annotate a bean with @RaftStateMachine(group = \"" + group + "\"), or remove the group.");
			}
			StateMachine machine = this.machines.stateMachine(bean.beanName());
			this.typed.add(group, machine, bean.retired());
			definitions.add(new RaftGroupDefinition(config, machine));
		});
		return new RaftGroupDefinitions(definitions,
				RuntimeStateMachines.of(factories, reader.defaultOptions(), this.typed));
	}

	private Map<String, StateMachineBean> beansByGroup() {
		Map<String, StateMachineBean> beans = new LinkedHashMap<>();
		for (StateMachineBean bean : StateMachineBean.findAll(this.beanFactory)) {
			check(bean);
			StateMachineBean other = beans.putIfAbsent(bean.group(), bean);
			if (other != null) {
				throw new InvalidStateMachineException(
						"The group '" + bean.group() + "' has two state machines, the beans '" + other.beanName()
								+ "' and '" + bean.beanName() + "'.",
						"Name another group in one of the @RaftStateMachine annotations, or remove one of the beans.");
			}
		}
		return beans;
	}

	private void check(StateMachineBean bean) {
		try {
			GroupConfigReader.checkName(bean.group());
		}
		catch (InvalidConfigurationException ex) {
			throw new InvalidStateMachineException(
					"The state machine bean '" + bean.beanName() + "' cannot have its group. " + ex.reason(),
					"Rename the group in its @RaftStateMachine annotation.");
		}
		if (!this.beanFactory.getBeanDefinition(bean.beanName()).isSingleton()) {
			throw new InvalidStateMachineException(
					"The state machine bean '" + bean.beanName() + "' is no singleton, but a group has one state.",
					"Remove the scope of the bean.");
		}
	}

}
