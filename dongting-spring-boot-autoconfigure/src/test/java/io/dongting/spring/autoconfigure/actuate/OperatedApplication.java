package io.dongting.spring.autoconfigure.actuate;

import java.util.List;

import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.StatusGroups;
import io.dongting.spring.actuate.server.NodeDescriptor;
import io.dongting.spring.actuate.server.RuntimeServer;
import io.dongting.spring.autoconfigure.EnableUnguardedAutoConfiguration;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.reset;

/**
 * An application with a server and a group {@code kv} whose operations are told what to
 * return.
 */
@SpringBootConfiguration
@EnableUnguardedAutoConfiguration
class OperatedApplication {

	/** Makes the group forget all it was told. */
	static RaftGroup renew(RaftGroup group) {
		reset(group);
		given(group.name()).willReturn("kv");
		given(group.groupId()).willReturn(7);
		given(group.status()).willReturn(StatusGroups.leader("kv"));
		return group;
	}

	/** Makes the server forget all it was told. */
	static RuntimeServer renew(RuntimeServer server) {
		reset(server);
		given(server.nodeId()).willReturn(1);
		given(server.nodes()).willReturn(List.of(new NodeDescriptor(1, "10.0.0.1:9331", true, true, false, null),
				new NodeDescriptor(2, "10.0.0.2:9331", false, true, true, null),
				new NodeDescriptor(7, "10.0.0.7:9331", false, false, false, "It says that it is node 8.")));
		return server;
	}

	@Bean
	RaftGroups raftGroups() {
		StatusGroups groups = new StatusGroups();
		groups.add(renew(mock(RaftGroup.class)));
		return groups;
	}

	@Bean
	RuntimeServer runtimeServer() {
		return renew(mock(RuntimeServer.class));
	}

}
