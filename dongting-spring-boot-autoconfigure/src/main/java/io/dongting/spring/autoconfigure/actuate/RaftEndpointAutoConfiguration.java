package io.dongting.spring.autoconfigure.actuate;

import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.RaftEndpoint;
import io.dongting.spring.actuate.RaftEndpointWebExtension;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link RaftEndpoint}.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(RaftServer.class)
@ConditionalOnAvailableEndpoint(RaftEndpoint.class)
public final class RaftEndpointAutoConfiguration {

	RaftEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	RaftEndpoint raftEndpoint(RaftServer server, RaftGroups groups) {
		return new RaftEndpoint(server.nodeId(), groups);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	RaftEndpointWebExtension raftEndpointWebExtension(RaftEndpoint endpoint) {
		return new RaftEndpointWebExtension(endpoint);
	}

}
