package io.dongting.spring.autoconfigure.properties;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Raft node of this application and its groups. Unknown names are refused: a mistyped
 * one would otherwise be a setting that silently does not count.
 *
 * @param nodeId Number of this node, positive and unique in the cluster. Defaults to the
 * only node, or to 1 without nodes; required where there are several nodes.
 * @param podName Name of the Kubernetes pod that runs this node, of a StatefulSet, as
 * kv-store-0: its ordinal plus one is the node id, which then need not be set.
 * @param nodes Every node of the cluster, this one included: node id to the host:port
 * under which the others reach it. Without nodes this one is alone and opens no port.
 * @param listen Address and port to bind for the other nodes, as host:port. Defaults to
 * the address of this node among the nodes.
 * @param dataDir Directory that holds the log. Each node needs one of its own.
 * @param storage Where the log is kept: on disk, or in memory for tests.
 * @param diskSpace When the space on the disk of this node is taken for low.
 * @param ssl How the connections between nodes are secured. Without it they are not.
 * @param requestTimeout How long a command or query of a state machine may take before
 * its caller is told that it was not executed or that its outcome is unknown.
 * @param defaults Settings of every group that does not have its own.
 * @param groups Groups by name. A group that an annotation names needs no entry.
 */
@ConfigurationProperties(prefix = "dongting.raft", ignoreUnknownFields = false)
public record RaftProperties(@Nullable Integer nodeId, @Nullable String podName,
		@DefaultValue Map<Integer, String> nodes, @Nullable String listen, @DefaultValue("./data/raft") String dataDir,
		@DefaultValue("disk") RaftStorage storage,
		@NestedConfigurationProperty @DefaultValue DiskSpaceProperties diskSpace,
		@NestedConfigurationProperty @Nullable RaftSslProperties ssl, @DefaultValue("5s") Duration requestTimeout,
		@NestedConfigurationProperty @DefaultValue DefaultGroupProperties defaults,
		@DefaultValue Map<String, GroupProperties> groups) {

	/** What all names begin with. */
	public static final String PREFIX = "dongting.raft";

	public RaftProperties {
		if (requestTimeout.isNegative() || requestTimeout.isZero()) {
			throw new InvalidRaftPropertyException(PREFIX + ".request-timeout",
					"The request timeout must be longer than nothing.", "Set it to a duration such as 5s.");
		}
		if (dataDir.isBlank()) {
			throw new InvalidRaftPropertyException(PREFIX + ".data-dir", "The data directory has no name.",
					"Set it to a directory, or remove it to use ./data/raft.");
		}
	}

	/**
	 * Return the data directory. Not converted by Spring, which would prefer a resource
	 * of that name on the class path.
	 * @return the directory that holds the log
	 */
	public Path dataDirectory() {
		try {
			return Path.of(this.dataDir);
		}
		catch (InvalidPathException ex) {
			throw new InvalidRaftPropertyException(PREFIX + ".data-dir", "It is no path: " + ex.getMessage() + ".",
					"Set it to a directory.");
		}
	}

}
