package io.dongting.spring.autoconfigure.event;

import io.dongting.raft.server.RaftServer;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@linkplain io.dongting.spring.event events} of Raft groups.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnBean(RaftServer.class)
public final class RaftEventAutoConfiguration {

	RaftEventAutoConfiguration() {
	}

	@Bean
	RaftEventPublisher raftEventPublisher(RaftServer server, ApplicationEventPublisher events) {
		return new RaftEventPublisher(server, events);
	}

}
