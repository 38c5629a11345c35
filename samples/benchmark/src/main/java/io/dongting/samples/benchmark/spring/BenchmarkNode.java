package io.dongting.samples.benchmark.spring;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The application of one node. The state of its state machine and its environment are put
 * into its context before.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ReplicatedValuesMachine.class)
class BenchmarkNode {

}
