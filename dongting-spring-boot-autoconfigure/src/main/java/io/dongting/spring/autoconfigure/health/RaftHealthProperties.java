package io.dongting.spring.autoconfigure.health;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The health of the Raft groups.
 *
 * @param enabled Whether to enable Raft health checks.
 * @param readiness Whether the Raft groups belong to the readiness health group, so that
 * this node is only ready when it can serve all of them.
 */
@ConfigurationProperties("management.health.raft")
record RaftHealthProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean readiness) {

}
