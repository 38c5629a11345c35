package io.dongting.spring.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Makes each group a bean {@code <group>RaftGroup} with the group's name as an alias, so
 * that it is injected by the name of a parameter or by {@code @Qualifier}.
 *
 * <p>
 * Runs when all other beans are known: it is neither ordered nor a priority, and looks
 * for annotations on them. A bean of the application's own is never replaced.
 */
class RaftGroupBeanRegistrar implements BeanDefinitionRegistryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(RaftGroupBeanRegistrar.class);

	static final String SUFFIX = "RaftGroup";

	private final Environment environment;

	RaftGroupBeanRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
			for (String group : groups(beanFactory)) {
				register(group, registry, beanFactory);
			}
		}
	}

	private Set<String> groups(ConfigurableListableBeanFactory beanFactory) {
		Set<String> groups = new LinkedHashSet<>(Binder.get(this.environment)
			.bind(RaftProperties.PREFIX + ".groups", Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.keySet());
		StateMachineBean.findAll(beanFactory).forEach((bean) -> groups.add(bean.group()));
		return groups;
	}

	private void register(String group, BeanDefinitionRegistry registry, ConfigurableListableBeanFactory beanFactory) {
		String beanName = group + SUFFIX;
		if (isPrepared(beanName, beanFactory)) {
			return;
		}
		if (beanFactory.containsLocalBean(beanName)) {
			logger.info("There is already a bean '{}', so Raft group '{}' is no bean of that name", beanName, group);
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(RaftGroupBeanRegistrar.class);
		definition.setFactoryMethodName("raftGroup");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, group);
		definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, group));
		definition.setLazyInit(true);
		// The server closes its groups
		definition.setDestroyMethodName("");
		registry.registerBeanDefinition(beanName, definition);
		if (beanFactory.containsLocalBean(group)) {
			logger.info(
					"There is already a bean '{}', so Raft group '{}' is injected as '{}' or with @Qualifier(\"{}\")",
					group, group, beanName, group);
		}
		else {
			registry.registerAlias(beanName, group);
		}
	}

	/**
	 * Whether this has registered the bean before, when the application was built and
	 * processed ahead of time.
	 */
	private static boolean isPrepared(String beanName, ConfigurableListableBeanFactory beanFactory) {
		return beanFactory.containsBeanDefinition(beanName) && RaftGroupBeanRegistrar.class.getName()
			.equals(beanFactory.getBeanDefinition(beanName).getBeanClassName());
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
	}

	static RaftGroup raftGroup(RaftServer server, String name) {
		return server.group(name);
	}

}
