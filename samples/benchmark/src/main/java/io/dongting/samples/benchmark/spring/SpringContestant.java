package io.dongting.samples.benchmark.spring;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.server.RaftServer;
import io.dongting.samples.benchmark.contest.Await;
import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.Freshness;
import io.dongting.samples.benchmark.contest.LoopbackPorts;
import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import io.dongting.samples.benchmark.contest.Replicas;
import io.dongting.samples.benchmark.dongting.DongtingContestant;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * This engine behind the proxy of a bean whose methods return futures, with the
 * properties that an application has by default.
 */
public final class SpringContestant implements Contestant {

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<ReplicatedValues> leading = new ArrayList<>();

	private final List<ReplicatedValues> following = new ArrayList<>();

	private final SortedMap<String, String> settings = new TreeMap<>();

	private boolean lease;

	@Override
	public void start(ClusterSettings cluster, Replicas replicas) throws IOException, InterruptedException {
		if (cluster.groups() != 1) {
			throw new IllegalArgumentException("The application has one group, not " + cluster.groups());
		}
		this.lease = cluster.freshness() == Freshness.LEASE;
		this.settings.put("options of the group", RaftGroupOptions.DEFAULTS.toString());
		this.settings.put("sync", cluster.fsync() ? "fdatasync before each acknowledgement (default)"
				: "none, by an environment whose files leave it out");
		this.settings.put("reads", cluster.freshness() + ", by @RaftQuery");
		this.settings.put("dongting.raft.request-timeout", "30s");
		List<Integer> ports = LoopbackPorts.find(cluster.voters());
		for (int node = 1; node <= cluster.voters(); node++) {
			this.contexts.add(context(cluster, replicas, node, ports));
		}
		Await.until(() -> this.contexts.stream().anyMatch(SpringContestant::leads), () -> "a node leads");
		for (ConfigurableApplicationContext context : this.contexts) {
			ReplicatedValues proxy = context.getBean(ReplicatedValues.class);
			proxy.begin();
			(leads(context) ? this.leading : this.following).add(proxy);
		}
	}

	private static ConfigurableApplicationContext context(ClusterSettings cluster, Replicas replicas, int node,
			List<Integer> ports) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("dongting.raft.node-id", node);
		properties.put("dongting.raft.data-dir", cluster.directory(node).toString());
		properties.put("dongting.raft.request-timeout", "30s");
		if (ports.size() > 1) {
			for (int other = 1; other <= ports.size(); other++) {
				properties.put("dongting.raft.nodes." + other, LoopbackPorts.HOST + ":" + ports.get(other - 1));
			}
		}
		return new SpringApplicationBuilder(BenchmarkNode.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties(properties)
			.initializers((context) -> {
				context.getBeanFactory().registerSingleton("replica", replicas.of(node, 0));
				context.getBeanFactory()
					.registerSingleton("environmentOfNode",
							DongtingContestant.environment(cluster.directory(node), cluster.fsync()));
			})
			.run();
	}

	private static boolean leads(ConfigurableApplicationContext context) {
		RaftGroup group = context.getBean(RaftServer.class).group(ReplicatedValuesMachine.GROUP);
		return group.isLeader() && group.status().ready();
	}

	@Override
	public void submit(int group, byte[] command, Outcome outcome) {
		this.leading.get(group).apply(command).whenComplete((result, failure) -> outcome.ended(0L, failure));
	}

	@Override
	public void read(int group, int key, ReadPlace place, Outcome outcome) {
		ReplicatedValues values = ((place == ReadPlace.LEADER) ? this.leading : this.following).get(group);
		CompletableFuture<Long> read = this.lease ? values.valueWithinLease(key) : values.value(key);
		read.whenComplete(outcome::ended);
	}

	@Override
	public SortedMap<String, String> settings() {
		return this.settings;
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

}
