package io.dongting.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.dongting.spring.RaftStateMachine;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A bean that is the state machine of a group.
 *
 * @param beanName the name of the bean
 * @param group the name of the group
 * @param retired the ids of its former commands
 */
record StateMachineBean(String beanName, String group, Set<String> retired) {

	/**
	 * Find the state machines by their definitions, without making any bean.
	 */
	static List<StateMachineBean> findAll(ConfigurableListableBeanFactory beanFactory) {
		List<StateMachineBean> beans = new ArrayList<>();
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(beanName);
			RaftStateMachine annotation = (definition.isAbstract()) ? null
					: beanFactory.findAnnotationOnBean(beanName, RaftStateMachine.class, false);
			if (annotation != null) {
				beans
					.add(new StateMachineBean(beanName, annotation.group(), Set.copyOf(List.of(annotation.retired()))));
			}
		}
		return List.copyOf(beans);
	}

}
