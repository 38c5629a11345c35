package io.dongting.samples.kvstore;

import io.dongting.raft.StateMachineFactory;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets groups be added while the application runs: each whose name begins with
 * {@value #PREFIX} is another store. They are there to be operated; only the group
 * {@code kv} is served over HTTP.
 */
@Configuration(proxyBeanMethods = false)
class KvGroups {

	private static final String PREFIX = "kv-";

	@Bean
	StateMachineFactory kvStores(ValueCodecs codecs) {
		return (group) -> group.startsWith(PREFIX) ? TypedStateMachine.of(new KvStore(), codecs) : null;
	}

}
