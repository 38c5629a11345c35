package io.dongting.spring.autoconfigure.actuate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is told about the Raft groups in the information about the application.
 *
 * @param enabled Whether to enable Raft info, with the addresses of the nodes.
 */
@ConfigurationProperties("management.info.raft")
record RaftInfoProperties(@DefaultValue("false") boolean enabled) {

}
