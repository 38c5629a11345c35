package io.dongting.spring.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dongting.raft.StateMachine;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.statemachine.InvalidStateMachineException;
import io.dongting.spring.statemachine.StateMachineModel;
import io.dongting.spring.statemachine.StateMachineProxyFactory;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.PriorityOrdered;

/**
 * Puts a proxy in the place of each typed state machine and keeps the bean itself for the
 * log.
 *
 * <p>
 * Comes before all others, so that what they add, such as the validation of arguments,
 * happens once where a call is made and not again on every node.
 */
class StateMachineBeanPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<StateMachineProxyFactory> proxies;

	private final ObjectProvider<ValueCodecs> codecs;

	private final ObjectProvider<RaftServer> server;

	private final Map<String, StateMachine> machines = new ConcurrentHashMap<>();

	private volatile @Nullable Map<String, String> groupsByBean;

	StateMachineBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<StateMachineProxyFactory> proxies, ObjectProvider<ValueCodecs> codecs,
			ObjectProvider<RaftServer> server) {
		this.beanFactory = beanFactory;
		this.proxies = proxies;
		this.codecs = codecs;
		this.server = server;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		String group = groupsByBean().get(beanName);
		if (group == null) {
			return bean;
		}
		if (bean instanceof StateMachine machine) {
			checkBytesOnly(bean);
			this.machines.put(beanName, machine);
			return bean;
		}
		TypedStateMachine machine = TypedStateMachine.of(bean, this.codecs.getObject());
		this.machines.put(beanName, machine);
		return this.proxies.getObject().create(group, machine, () -> this.server.getObject().group(group));
	}

	private static void checkBytesOnly(Object bean) {
		if (StateMachineModel.hasOperations(bean.getClass())) {
			throw new InvalidStateMachineException(
					bean.getClass().getName()
							+ " implements StateMachine and has commands or queries: it cannot be driven both ways.",
					"Remove the interface, or the annotations @RaftCommand and @RaftQuery.");
		}
	}

	/**
	 * Return the state machine of a bean, making the bean if need be.
	 */
	StateMachine stateMachine(String beanName) {
		this.beanFactory.getBean(beanName);
		StateMachine machine = this.machines.get(beanName);
		if (machine == null) {
			throw new InvalidStateMachineException(
					"The bean '" + beanName + "' was made too early to be a state machine.",
					"Do not let it be needed by a bean that is made before all others, such as a post-processor.");
		}
		return machine;
	}

	private Map<String, String> groupsByBean() {
		Map<String, String> groups = this.groupsByBean;
		if (groups == null) {
			List<StateMachineBean> beans = StateMachineBean.findAll(this.beanFactory);
			Map<String, String> found = new HashMap<>();
			beans.forEach((bean) -> found.put(bean.beanName(), bean.group()));
			groups = Map.copyOf(found);
			this.groupsByBean = groups;
		}
		return groups;
	}

}
