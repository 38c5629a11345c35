package io.dongting.spring.autoconfigure;

import io.dongting.raft.server.RaftServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;

/**
 * Lets the announcer listen to a server before any other bean can: listeners are told one
 * after the other, and one that calls a new command blocks until it is announced.
 */
class CommandAnnouncerRegistrar implements BeanPostProcessor, PriorityOrdered {

	private final ObjectProvider<CommandAnnouncer> announcer;

	CommandAnnouncerRegistrar(ObjectProvider<CommandAnnouncer> announcer) {
		this.announcer = announcer;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof RaftServer server) {
			server.addListener(this.announcer.getObject());
		}
		return bean;
	}

}
