package io.dongting.spring.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import io.dongting.spring.autoconfigure.properties.RaftSslProperties;
import io.dongting.spring.autoconfigure.properties.RaftStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once in the log what the properties and their defaults came to, and warns of what
 * is allowed but dangerous.
 */
class StartupReport {

	private static final Logger logger = LoggerFactory.getLogger(StartupReport.class);

	private final RaftProperties properties;

	private final RaftServerConfig server;

	StartupReport(RaftProperties properties, RaftServerConfig server) {
		this.properties = properties;
		this.server = server;
	}

	void log(RaftGroupDefinitions groups) {
		HostPort listen = this.server.listen();
		logger.info("Raft node {}: nodes {}, listening on {}{}, data {}, request timeout {}", this.server.nodeId(),
				this.server.nodes(), (listen != null) ? listen : "no port", security(), storage(),
				this.properties.requestTimeout());
		for (RaftGroupDefinition group : groups) {
			RaftGroupConfig config = group.config();
			logger.info("Raft group '{}': id {}, first members {}, first observers {}, {}", config.name(),
					config.groupId(), config.members(), config.observers(), config.options());
		}
		if (listen != null && this.properties.ssl() == null && !isLoopback(listen)) {
			logger.warn("The replication port {} is open to other machines without encryption and without "
					+ "authentication: whoever reaches it can read and change the data. "
					+ "Set 'dongting.raft.ssl.bundle', or keep it inside a trusted network.", listen);
		}
	}

	private String security() {
		RaftSslProperties ssl = this.properties.ssl();
		if (ssl == null) {
			return "";
		}
		return " with mutual TLS by the SSL bundle '" + ssl.bundle() + "'"
				+ ((ssl.verifyHost()) ? "" : ", which need not name hosts");
	}

	private String storage() {
		return (this.properties.storage() == RaftStorage.MEMORY) ? "in memory only, lost at the end"
				: "in " + this.properties.dataDirectory().toAbsolutePath().normalize();
	}

	private static boolean isLoopback(HostPort address) {
		try {
			return InetAddress.getByName(address.host()).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			// An address that does not exist is reported when it is bound
			return true;
		}
	}

}
