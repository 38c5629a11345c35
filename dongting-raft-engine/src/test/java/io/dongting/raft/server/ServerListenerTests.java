package io.dongting.raft.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupListener;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What real servers, on real threads, tell of their groups.
 */
@Timeout(120)
class ServerListenerTests {

	@TempDir
	Path directory;

	@Test
	void aNodeThatIsAloneLeadsUntilItIsClosed() throws Exception {
		CountDownLatch gained = new CountDownLatch(1);
		RecordingListener listener = new RecordingListener() {

			@Override
			public void leadershipGained(GroupStatus status, long fencingToken) {
				super.leadershipGained(status, fencingToken);
				gained.countDown();
			}

		};
		try (RaftServer server = alone("g")) {
			server.addListener(listener);
			server.start();
			await(gained);
		}
		assertThat(listener.heard).containsExactly("ready", "gained 2", "lost 2", "unready STOPPED");
	}

	@Test
	void whoListensLateHearsWhatHolds() throws Exception {
		Events events = new Events();
		try (RaftServer server = alone("g")) {
			server.start();
			server.group("g").submit(LocalCluster.command("a")).get(60, TimeUnit.SECONDS);
			server.addListener(events);
			assertThat(events.next()).isEqualTo("g gained 2");
			assertThat(server.group("g").status().fencingToken()).isEqualTo(2);
		}
		assertThat(events.next()).isEqualTo("g lost 2");
	}

	@Test
	void aGroupThatIsAddedAtRuntimeIsHeardOfUntilItIsRemoved() throws Exception {
		Events events = new Events();
		try (RaftServer server = alone("g")) {
			server.addListener(events);
			server.start();
			assertThat(events.next()).isEqualTo("g gained 2");
			server.addGroup(new RaftGroupDefinition(config("added", 2), new LocalCluster.ListMachine()))
				.get(60, TimeUnit.SECONDS);
			assertThat(events.next()).isEqualTo("added gained 2");
			server.removeGroup("added").get(60, TimeUnit.SECONDS);
			assertThat(events.next()).isEqualTo("added lost 2");
		}
		assertThat(events.next()).isEqualTo("g lost 2");
	}

	@Test
	void anotherNodeLeadsWithAGreaterTokenWhenTheLeaderStops() throws Exception {
		try (LocalCluster cluster = new LocalCluster(this.directory, 3)) {
			cluster.startAll();
			Events events = new Events();
			for (int node = 1; node <= 3; node++) {
				cluster.server(node).addListener(events.named("node " + node));
			}
			String[] gained = events.next().split(" ");
			long token = Long.parseLong(gained[3]);
			cluster.stop(Integer.parseInt(gained[1]));
			List<String> heard = new ArrayList<>();
			boolean ledByAnother = false;
			while (!ledByAnother) {
				String event = events.next();
				heard.add(event);
				String[] words = event.split(" ");
				ledByAnother = words[2].equals("gained") && Long.parseLong(words[3]) > token;
			}
			events.queue.drainTo(heard);
			assertThat(heard).contains("node " + gained[1] + " lost " + token);
		}
	}

	@Test
	void aListenerThatIsRemovedHearsOfNoGroupAnyMore() throws Exception {
		Events events = new Events();
		RecordingListener removed = new RecordingListener();
		try (RaftServer server = alone("g")) {
			server.addListener(removed);
			server.removeListener(removed);
			server.addListener(events);
			server.start();
			assertThat(events.next()).isEqualTo("g gained 2");
			server.addGroup(new RaftGroupDefinition(config("added", 2), new LocalCluster.ListMachine()))
				.get(60, TimeUnit.SECONDS);
			assertThat(events.next()).isEqualTo("added gained 2");
		}
		assertThat(removed.heard).isEmpty();
	}

	@Test
	void aListenerThatBlocksHoldsUpNeitherItsGroupNorWhatIsHeardOfOthers() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Events events = new Events();
		try (RaftServer server = alone("g", "other")) {
			server.addListener(new RaftGroupListener() {

				@Override
				public void leadershipGained(GroupStatus status, long fencingToken) {
					if (status.group().equals("g")) {
						await(release);
					}
					events.leadershipGained(status, fencingToken);
				}

			});
			server.start();
			assertThat(events.next()).isEqualTo("other gained 2");
			server.group("g").submit(LocalCluster.command("a")).get(60, TimeUnit.SECONDS);
			release.countDown();
			assertThat(events.next()).isEqualTo("g gained 2");
		}
	}

	@Test
	void aListenerMayStopTheServerAndWaitForThat() throws Exception {
		CompletableFuture<String> stopped = new CompletableFuture<>();
		try (RaftServer server = alone("g")) {
			server.addListener(new RaftGroupListener() {

				@Override
				public void leadershipGained(GroupStatus status, long fencingToken) {
					server.stop().toCompletableFuture().join();
					stopped.complete(server.group("g").status().condition().name());
				}

			});
			server.start();
			assertThat(stopped.get(60, TimeUnit.SECONDS)).isEqualTo("STOPPED");
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RaftServer alone(String... groups) {
		List<RaftGroupDefinition> definitions = new ArrayList<>();
		for (String group : groups) {
			definitions
				.add(new RaftGroupDefinition(config(group, 10 + definitions.size()), new LocalCluster.ListMachine()));
		}
		return new RaftServer(RaftServerConfig.alone(1), definitions, RaftEnvironment.inMemory());
	}

	private static RaftGroupConfig config(String name, int groupId) {
		return new RaftGroupConfig(name, groupId, new TreeSet<>(List.of(1)), Collections.emptySortedSet(),
				RaftGroupOptions.DEFAULTS);
	}

	/** Leaderships of all groups, to be waited for. */
	private static final class Events implements RaftGroupListener {

		private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

		@Override
		public void leadershipGained(GroupStatus status, long fencingToken) {
			this.queue.add(status.group() + " gained " + fencingToken);
		}

		@Override
		public void leadershipLost(GroupStatus status, long fencingToken) {
			this.queue.add(status.group() + " lost " + fencingToken);
		}

		RaftGroupListener named(String name) {
			return new RaftGroupListener() {

				@Override
				public void leadershipGained(GroupStatus status, long fencingToken) {
					Events.this.queue.add(name + " gained " + fencingToken);
				}

				@Override
				public void leadershipLost(GroupStatus status, long fencingToken) {
					Events.this.queue.add(name + " lost " + fencingToken);
				}

			};
		}

		String next() throws InterruptedException {
			String event = this.queue.poll(60, TimeUnit.SECONDS);
			return (event != null) ? event : "nothing";
		}

	}

}
