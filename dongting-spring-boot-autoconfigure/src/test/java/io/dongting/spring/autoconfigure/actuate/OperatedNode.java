package io.dongting.spring.autoconfigure.actuate;

import io.dongting.spring.autoconfigure.EnableUnguardedAutoConfiguration;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A node of an {@link OperatedCluster} that everybody may operate.
 */
@Configuration(proxyBeanMethods = false)
@EnableUnguardedAutoConfiguration
@Import(OperatedGroups.class)
class OperatedNode {

}
