package io.dongting.samples.benchmark.ratis;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Freshness;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * How Apache Ratis is set: as it is by default, but for what is named here.
 */
final class RatisProperties {

	private static final TimeDuration SHORTEST_ELECTION_TIMEOUT = TimeDuration.valueOf(1500, TimeUnit.MILLISECONDS);

	private static final TimeDuration LONGEST_ELECTION_TIMEOUT = TimeDuration.valueOf(3000, TimeUnit.MILLISECONDS);

	/** Its client says which answers it has got; here nobody does. */
	private static final TimeDuration RETRY_CACHE = TimeDuration.valueOf(5, TimeUnit.SECONDS);

	/** As many as the harness has in flight. */
	private static final int PENDING_WRITES = 10_000;

	/** From so many groups on, the buffers of all groups would fill the memory. */
	private static final int MANY_GROUPS = 32;

	private static final SizeInBytes SMALL_BATCH = SizeInBytes.valueOf("128KB");

	private static final SizeInBytes SMALL_BUFFER = SizeInBytes.valueOf("256KB");

	private final ClusterSettings cluster;

	RatisProperties(ClusterSettings cluster) {
		this.cluster = cluster;
	}

	RaftProperties create(int port, Path directory) {
		RaftProperties properties = new RaftProperties();
		RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
		GrpcConfigKeys.Server.setPort(properties, port);
		RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
		RaftServerConfigKeys.Rpc.setTimeoutMin(properties, SHORTEST_ELECTION_TIMEOUT);
		RaftServerConfigKeys.Rpc.setTimeoutMax(properties, LONGEST_ELECTION_TIMEOUT);
		RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
		RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, this.cluster.freshness() == Freshness.LEASE);
		RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, !this.cluster.fsync());
		RaftServerConfigKeys.RetryCache.setExpiryTime(properties, RETRY_CACHE);
		RaftServerConfigKeys.Write.setElementLimit(properties, PENDING_WRITES);
		if (this.cluster.groups() >= MANY_GROUPS) {
			RaftServerConfigKeys.Log.setWriteBufferSize(properties, SMALL_BUFFER);
			RaftServerConfigKeys.Log.setPreallocatedSize(properties, SMALL_BUFFER);
			RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SMALL_BATCH);
		}
		return properties;
	}

	SortedMap<String, String> describe() {
		SortedMap<String, String> settings = new TreeMap<>();
		settings.put("transport", "gRPC (default)");
		settings.put("raft.server.rpc.timeout.min, .max", SHORTEST_ELECTION_TIMEOUT + ", " + LONGEST_ELECTION_TIMEOUT);
		settings.put("raft.server.read.option", "LINEARIZABLE");
		settings.put("raft.server.read.leader.lease.enabled",
				Boolean.toString(this.cluster.freshness() == Freshness.LEASE));
		settings.put("raft.server.log.unsafe-flush.enabled", this.cluster.fsync() ? "false (default): synced first"
				: "true: synced by another thread, and nobody waits for it");
		settings.put("raft.server.log.async-flush.enabled", "false (default)");
		settings.put("raft.server.retrycache.expirytime", RETRY_CACHE.toString());
		settings.put("raft.server.write.element-limit", Integer.toString(PENDING_WRITES));
		if (this.cluster.groups() >= MANY_GROUPS) {
			settings.put("raft.server.log.write.buffer.size, .preallocated.size", SMALL_BUFFER.toString());
			settings.put("raft.server.log.appender.buffer.byte-limit", SMALL_BATCH.toString());
		}
		settings.put("commands", "RaftServer.submitClientRequestAsync on the leader, in the process");
		settings.put("reads", "RaftServer.submitClientRequestAsync");
		return settings;
	}

}
