package io.dongting.spring.autoconfigure.actuate;

import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.RaftGroups;
import io.dongting.spring.actuate.RaftInfoContributor;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration of {@link RaftInfoContributor}, which the application turns on.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(RaftServer.class)
@ConditionalOnEnabledInfoContributor(value = "raft", fallback = InfoContributorFallback.DISABLE)
@EnableConfigurationProperties(RaftInfoProperties.class)
public final class RaftInfoContributorAutoConfiguration {

	RaftInfoContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(InfoContributorAutoConfiguration.DEFAULT_ORDER)
	RaftInfoContributor raftInfoContributor(RaftServerConfig config, RaftGroups groups) {
		return new RaftInfoContributor(config, groups);
	}

}
