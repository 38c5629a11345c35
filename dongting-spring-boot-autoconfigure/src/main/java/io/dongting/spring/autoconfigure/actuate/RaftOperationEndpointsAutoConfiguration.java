package io.dongting.spring.autoconfigure.actuate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.config.RaftConfigEndpoint;
import io.dongting.spring.actuate.config.RaftConfigEndpointWebExtension;
import io.dongting.spring.actuate.leader.RaftLeaderEndpoint;
import io.dongting.spring.actuate.leader.RaftLeaderEndpointWebExtension;
import io.dongting.spring.actuate.operation.Targets;
import io.dongting.spring.actuate.server.RaftGroupsEndpoint;
import io.dongting.spring.actuate.server.RaftGroupsEndpointWebExtension;
import io.dongting.spring.actuate.server.RaftNodesEndpoint;
import io.dongting.spring.actuate.server.RaftNodesEndpointWebExtension;
import io.dongting.spring.actuate.server.RuntimeServer;
import io.dongting.spring.actuate.snapshot.RaftSnapshotEndpoint;
import io.dongting.spring.actuate.snapshot.RaftSnapshotEndpointWebExtension;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.autoconfigure.RaftGroupDefinitions;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoints that operate a cluster. What they write is closed
 * until the application opens it.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(RaftServer.class)
public final class RaftOperationEndpointsAutoConfiguration {

	RaftOperationEndpointsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	RuntimeServer raftRuntimeServer(RaftServer server, RaftGroupDefinitions groups) {
		return new RaftRuntimeServer(server, groups);
	}

	@Bean
	@ConditionalOnMissingBean
	Targets raftOperationTargets(RaftGroups groups, RuntimeServer server) {
		return new Targets(groups, () -> ids(server));
	}

	private static Set<Integer> ids(RuntimeServer server) {
		Set<Integer> ids = new TreeSet<>(List.of(server.nodeId()));
		server.nodes().forEach((node) -> ids.add(node.nodeId()));
		return ids;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	RaftLeaderEndpoint raftLeaderEndpoint(Targets targets) {
		return new RaftLeaderEndpoint(targets);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RaftLeaderEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	RaftLeaderEndpointWebExtension raftLeaderEndpointWebExtension(RaftLeaderEndpoint endpoint) {
		return new RaftLeaderEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	RaftConfigEndpoint raftConfigEndpoint(Targets targets) {
		return new RaftConfigEndpoint(targets);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RaftConfigEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	RaftConfigEndpointWebExtension raftConfigEndpointWebExtension(RaftConfigEndpoint endpoint) {
		return new RaftConfigEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	RaftSnapshotEndpoint raftSnapshotEndpoint(Targets targets) {
		return new RaftSnapshotEndpoint(targets);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RaftSnapshotEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	RaftSnapshotEndpointWebExtension raftSnapshotEndpointWebExtension(RaftSnapshotEndpoint endpoint) {
		return new RaftSnapshotEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	RaftNodesEndpoint raftNodesEndpoint(RuntimeServer server) {
		return new RaftNodesEndpoint(server);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RaftNodesEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	RaftNodesEndpointWebExtension raftNodesEndpointWebExtension(RaftNodesEndpoint endpoint) {
		return new RaftNodesEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	RaftGroupsEndpoint raftGroupsEndpoint(RuntimeServer server) {
		return new RaftGroupsEndpoint(server);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RaftGroupsEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	RaftGroupsEndpointWebExtension raftGroupsEndpointWebExtension(RaftGroupsEndpoint endpoint) {
		return new RaftGroupsEndpointWebExtension(endpoint);
	}

}
