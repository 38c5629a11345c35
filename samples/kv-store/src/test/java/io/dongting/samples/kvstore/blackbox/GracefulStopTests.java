package io.dongting.samples.kvstore.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes are stopped in good order while clients write, as when a new version is rolled
 * out.
 */
@Tag("long")
class GracefulStopTests {

	private static final int STOPS = 10;

	private static final int CLIENTS = 16;

	@Test
	void whenTheLeaderIsStoppedTheOthersGoOn() throws Exception {
		try (ProcessCluster cluster = new ProcessCluster("graceful-stop")) {
			cluster.startAll();
			Figures gaps = new Figures();
			for (int stop = 0; stop < STOPS; stop++) {
				int leader = cluster.awaitLeader();
				List<KvNode> others = ProcessCluster.NODES.stream()
					.filter((node) -> node != leader)
					.map(cluster::node)
					.toList();
				try (WriteGap gap = new WriteGap(others)) {
					gap.awaitAcknowledged(200);
					gap.reset();
					cluster.stop(leader);
					gap.awaitAcknowledged(200);
					gaps.add(gap.longest());
				}
				cluster.start(leader);
				cluster.awaitReady(leader);
			}
			System.out.println("Leader stopped " + STOPS + " times: no write was acknowledged for " + gaps);
		}
	}

	@Test
	void allNodesAreRestartedOneAfterTheOther() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try (ProcessCluster cluster = new ProcessCluster("rolling-restart")) {
			cluster.startAll();
			cluster.awaitLeader();
			List<RetryingClient> clients = new ArrayList<>();
			List<Future<?>> running = new ArrayList<>();
			for (int number = 0; number < CLIENTS; number++) {
				RetryingClient client = new RetryingClient(number, cluster.nodes());
				clients.add(client);
				running.add(threads.submit(client));
			}
			for (int node : ProcessCluster.NODES) {
				int goal = sum(clients, RetryingClient::written) + 50 * CLIENTS;
				ProcessCluster.await("writes go on", () -> {
					assertThat(running).noneMatch(Future::isDone);
					return sum(clients, RetryingClient::written) >= goal;
				});
				cluster.stop(node);
				cluster.start(node);
				cluster.awaitReady(node);
			}
			clients.forEach(RetryingClient::stop);
			for (Future<?> client : running) {
				client.get(1, TimeUnit.MINUTES);
			}
			for (RetryingClient client : clients) {
				client.check(cluster.node(2));
			}
			System.out.println("All nodes restarted: " + sum(clients, RetryingClient::written)
					+ " writes, tried again after " + sum(clients, RetryingClient::refused) + " were refused, "
					+ sum(clients, RetryingClient::notConnected) + " found no connection, and "
					+ sum(clients, RetryingClient::closedUnanswered) + " connections were closed unanswered");
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static int sum(List<RetryingClient> clients, ToIntFunction<RetryingClient> figure) {
		return clients.stream().mapToInt(figure).sum();
	}

}
