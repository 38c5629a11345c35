package io.dongting.spring.autoconfigure;

import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.statemachine.StateMachineHints;
import io.dongting.spring.statemachine.StateMachineModel;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * Keeps in a native image what only reflection reaches of the state machines.
 */
class StateMachineAotProcessor implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		ConfigurableListableBeanFactory beanFactory = bean.getBeanFactory();
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		if (beanFactory.findAnnotationOnBean(bean.getBeanName(), RaftStateMachine.class, false) == null
				|| !StateMachineModel.hasOperations(type)) {
			return null;
		}
		StateMachineHints hints = new StateMachineHints(type, beanFactory.getBeanClassLoader());
		return (context, code) -> hints.register(context.getRuntimeHints());
	}

}
