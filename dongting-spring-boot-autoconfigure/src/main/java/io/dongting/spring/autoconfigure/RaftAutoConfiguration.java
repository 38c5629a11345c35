package io.dongting.spring.autoconfigure;

import java.util.function.Supplier;

import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftCodec;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import io.dongting.spring.autoconfigure.properties.RaftSslProperties;
import io.dongting.spring.autoconfigure.properties.RaftStorage;
import io.dongting.spring.autoconfigure.properties.ServerConfigReader;
import io.dongting.spring.autoconfigure.ssl.BundleSecurity;
import io.dongting.spring.observation.RaftCallObservations;
import io.dongting.spring.statemachine.CompletionThreads;
import io.dongting.spring.statemachine.StateMachineProxyFactory;
import io.dongting.spring.statemachine.ValueCodecs;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration of the Raft node: its server, its groups and the proxies of its
 * state machines.
 */
@AutoConfiguration
@EnableConfigurationProperties(RaftProperties.class)
public final class RaftAutoConfiguration {

	RaftAutoConfiguration() {
	}

	@Bean
	static RaftGroupBeanRegistrar raftGroupBeanRegistrar(Environment environment) {
		return new RaftGroupBeanRegistrar(environment);
	}

	@Bean
	static StateMachineBeanPostProcessor raftStateMachineBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<StateMachineProxyFactory> proxies, ObjectProvider<ValueCodecs> codecs,
			ObjectProvider<RaftServer> server) {
		return new StateMachineBeanPostProcessor(beanFactory, proxies, codecs, server);
	}

	@Bean
	static CommandAnnouncerRegistrar raftCommandAnnouncerRegistrar(ObjectProvider<CommandAnnouncer> announcer) {
		return new CommandAnnouncerRegistrar(announcer);
	}

	@Bean
	@ConditionalOnMissingBean
	ValueCodecs raftValueCodecs(ObjectProvider<RaftCodec> codecs) {
		return ValueCodecs.of(codecs.orderedStream().toList());
	}

	@Bean
	CompletionThreads raftCompletionThreads() {
		return new CompletionThreads();
	}

	@Bean
	StateMachineProxyFactory raftStateMachineProxyFactory(RaftProperties properties, CompletionThreads threads,
			ObjectProvider<ObservationRegistry> observations, ConfigurableListableBeanFactory beanFactory) {
		// What observes may itself need beans that call a state machine
		Supplier<ObservationRegistry> registry = SingletonSupplier
			.of(() -> observations.getIfUnique(() -> ObservationRegistry.NOOP));
		return new StateMachineProxyFactory(properties.requestTimeout(), threads, new RaftCallObservations(registry),
				beanFactory.getBeanClassLoader());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftServerConfig raftServerConfig(RaftProperties properties) {
		return new ServerConfigReader(properties).read();
	}

	/** The environment of the server, which closes it. */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	RaftEnvironment raftEnvironment(RaftProperties properties) {
		return (properties.storage() == RaftStorage.MEMORY) ? RaftEnvironment.inMemory()
				: RaftEnvironment.onDisk(properties.dataDirectory());
	}

	@Bean
	TypedStateMachines raftTypedStateMachines(RaftProperties properties) {
		return new TypedStateMachines(properties);
	}

	@Bean
	CommandAnnouncer raftCommandAnnouncer(ObjectProvider<RaftGroups> groups, TypedStateMachines machines,
			RaftProperties properties) {
		return new CommandAnnouncer(groups::getObject, machines, properties.requestTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftGroupDefinitions raftGroupDefinitions(RaftProperties properties, RaftServerConfig config,
			ConfigurableListableBeanFactory beanFactory, StateMachineBeanPostProcessor machines,
			TypedStateMachines typed, ObjectProvider<StateMachineFactory> factories) {
		return new GroupDefinitionReader(properties, config, beanFactory, machines, typed)
			.read(factories.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftServer raftServer(RaftProperties properties, RaftServerConfig config, RaftGroupDefinitions groups,
			RaftEnvironment environment, ObjectProvider<SslBundles> bundles,
			ObjectProvider<GroupMeters.Source> meters) {
		RaftSslProperties ssl = properties.ssl();
		RaftEnvironment secured = (ssl != null) ? new BundleSecurity(ssl, bundles.getIfAvailable()).secure(environment)
				: environment;
		GroupMeters.Source source = meters.getIfAvailable();
		RaftServer server = new RaftServer(config, groups.all(), groups.atRuntime(),
				(source != null) ? secured.measuredBy(source) : secured);
		new StartupReport(properties, config).log(groups);
		return server;
	}

	@Bean
	@ConditionalOnMissingBean
	RaftServerLifecycle raftServerLifecycle(RaftServer server, RaftServerConfig config, RaftGroupDefinitions groups) {
		return new RaftServerLifecycle(server, config, groups);
	}

	@Bean
	@ConditionalOnMissingBean
	RaftLeadershipLifecycle raftLeadershipLifecycle(RaftServer server) {
		return new RaftLeadershipLifecycle(server);
	}

	@Bean
	@ConditionalOnMissingBean
	RaftGroups raftGroups(RaftServer server) {
		return new ServerRaftGroups(server);
	}

}
