package io.dongting.raft.server;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.transport.grpc.GrpcCredentials;
import io.dongting.raft.transport.grpc.GrpcTransport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SecuredEnvironmentTests {

	@Test
	void worldIsNotAskedForATransport() {
		List<String> asked = new ArrayList<>();
		RaftEnvironment world = (RaftEnvironment) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RaftEnvironment.class }, (proxy, method, arguments) -> {
					asked.add(method.getName());
					return null;
				});
		SecuredEnvironment environment = new SecuredEnvironment(world, GrpcCredentials.insecure());
		assertThat(environment.createTransport(1, 1, null)).isInstanceOf(GrpcTransport.class);
		environment.close();
		assertThat(asked).containsExactly("close");
	}

}
