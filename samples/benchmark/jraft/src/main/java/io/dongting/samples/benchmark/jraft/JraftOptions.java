package io.dongting.samples.benchmark.jraft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Freshness;
import io.dongting.samples.benchmark.contest.Replica;

/**
 * How SOFAJRaft is set: as it is by default, but for what is named here.
 */
final class JraftOptions {

	private static final int ELECTION_TIMEOUT_MILLIS = 1500;

	private static final int NO_SNAPSHOTS = 0;

	/** From so many groups on, the buffers of all groups would fill the heap. */
	private static final int MANY_GROUPS = 32;

	private static final int SMALL_BUFFER = 512;

	private final ClusterSettings cluster;

	JraftOptions(ClusterSettings cluster) {
		this.cluster = cluster;
	}

	NodeOptions create(Configuration members, Replica replica, Path directory) throws IOException {
		Files.createDirectories(directory);
		NodeOptions options = new NodeOptions();
		options.setInitialConf(members);
		options.setFsm(new ReplicaStateMachine(replica));
		options.setElectionTimeoutMs(ELECTION_TIMEOUT_MILLIS);
		options.setSnapshotIntervalSecs(NO_SNAPSHOTS);
		options.setLogUri(directory.resolve("log").toString());
		options.setRaftMetaUri(directory.resolve("meta").toString());
		options.setSnapshotUri(directory.resolve("snapshot").toString());
		boolean severalGroups = this.cluster.groups() > 1;
		options.setSharedElectionTimer(severalGroups);
		options.setSharedVoteTimer(severalGroups);
		options.setSharedStepDownTimer(severalGroups);
		options.setSharedSnapshotTimer(severalGroups);
		options.setRaftOptions(raftOptions());
		return options;
	}

	private RaftOptions raftOptions() {
		RaftOptions options = new RaftOptions();
		options.setSync(this.cluster.fsync());
		options.setSyncMeta(this.cluster.fsync());
		options.setReadOnlyOptions((this.cluster.freshness() == Freshness.LEASE) ? ReadOnlyOption.ReadOnlyLeaseBased
				: ReadOnlyOption.ReadOnlySafe);
		if (this.cluster.groups() >= MANY_GROUPS) {
			options.setDisruptorBufferSize(SMALL_BUFFER);
		}
		return options;
	}

	SortedMap<String, String> describe() {
		SortedMap<String, String> settings = new TreeMap<>();
		settings.put("RaftOptions", raftOptions().toString());
		settings.put("electionTimeoutMs", Integer.toString(ELECTION_TIMEOUT_MILLIS));
		settings.put("snapshotIntervalSecs", NO_SNAPSHOTS + " (none)");
		settings.put("log storage", "RocksDB (default)");
		settings.put("transport", "Bolt (default)");
		settings.put("shared timers", Boolean.toString(this.cluster.groups() > 1));
		settings.put("commands", "Node.apply on the leader, in the process");
		settings.put("reads", "Node.readIndex, then the state");
		return settings;
	}

}
