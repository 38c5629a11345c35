package io.dongting.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftServerConfig;
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

	GroupDefinitionReader(RaftProperties properties, RaftServerConfig server,
			ConfigurableListableBeanFactory beanFactory, StateMachineBeanPostProcessor machines) {
		this.properties = properties;
		this.server = server;
		this.beanFactory = beanFactory;
		this.machines = machines;
	}

	RaftGroupDefinitions read(List<StateMachineFactory> factories) {
		Map<String, String> beanNames = beanNamesByGroup();
		GroupConfigReader reader = new GroupConfigReader(this.properties, this.server);
		Map<String, RaftGroupConfig> configs = reader.read(beanNames.keySet());
		List<RaftGroupDefinition> definitions = new ArrayList<>();
		configs.forEach((group, config) -> {
			String beanName = beanNames.get(group);
			if (beanName == null) {
				throw new InvalidRaftPropertyException(RaftProperties.PREFIX + ".groups." + group,
						"The group '" + group + "' has no state machine.",
						"Annotate a bean with @RaftStateMachine(group = \"" + group + "\"), or remove the group.");
			}
			definitions.add(new RaftGroupDefinition(config, this.machines.stateMachine(beanName)));
		});
		return new RaftGroupDefinitions(definitions, RuntimeStateMachines.of(factories, reader.defaultOptions()));
	}

	private Map<String, String> beanNamesByGroup() {
		Map<String, String> beanNames = new LinkedHashMap<>();
		for (StateMachineBean bean : StateMachineBean.findAll(this.beanFactory)) {
			check(bean);
			String other = beanNames.putIfAbsent(bean.group(), bean.beanName());
			if (other != null) {
				throw new InvalidStateMachineException(
						"The group '" + bean.group() + "' has two state machines, the beans '" + other + "' and '"
								+ bean.beanName() + "'.",
						"Name another group in one of the @RaftStateMachine annotations, or remove one of the beans.");
			}
		}
		return beanNames;
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
