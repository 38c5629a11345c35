package io.dongting.samples.operatorsday;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import static io.dongting.samples.operatorsday.Expectation.await;
import static io.dongting.samples.operatorsday.Expectation.require;

/**
 * Clients that count, each with a key of its own and by compare-and-set, so that a write
 * that is lost, or done twice, breaks the chain.
 */
final class Clients {

	private static final int COUNT = 4;

	private static final int PAUSE_MILLIS = 50;

	private final AtomicIntegerArray written = new AtomicIntegerArray(COUNT);

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger unknown = new AtomicInteger();

	private final CountDownLatch stopping = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newFixedThreadPool(COUNT, (task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	});

	private final List<Future<?>> running = new ArrayList<>();

	private volatile List<Node> nodes = List.of();

	void start(List<Node> members) {
		this.nodes = members;
		for (int client = 0; client < COUNT; client++) {
			int number = client;
			this.running.add(this.threads.submit(() -> {
				count(number);
				return null;
			}));
		}
	}

	/**
	 * Let the clients go to other nodes from now on.
	 * @param members those nodes
	 */
	void use(List<Node> members) {
		this.nodes = members;
	}

	private void count(int client) throws InterruptedException {
		boolean inDoubt = false;
		for (int turn = client; this.stopping.getCount() > 0 || inDoubt; turn++) {
			List<Node> members = this.nodes;
			switch (increment(client, members.get(turn % members.size()))) {
				case DONE -> inDoubt = false;
				case OTHER_VALUE -> {
					require(inDoubt, "Client " + client + " did not find " + this.written.get(client));
					// What nobody knew is known now
					this.written.incrementAndGet(client);
					inDoubt = false;
				}
				case NOT_EXECUTED -> {
					this.refused.incrementAndGet();
					// As a client does that was told to come again later
					this.stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
				}
				case UNKNOWN -> {
					this.unknown.incrementAndGet();
					inDoubt = true;
				}
			}
		}
	}

	private Outcome increment(int client, Node node) throws InterruptedException {
		int value = this.written.get(client);
		String body = "{\"expected\":%s,\"value\":\"%d\"}".formatted((value > 0) ? "\"" + value + "\"" : "null",
				value + 1);
		try {
			Answer answer = node.call("POST", path(client) + "/cas", body);
			if (answer.says("'swapped':true")) {
				this.written.incrementAndGet(client);
				return Outcome.DONE;
			}
			return outcome(answer);
		}
		catch (ConnectException ex) {
			return Outcome.NOT_EXECUTED;
		}
		catch (IOException ex) {
			// The connection was closed without an answer
			return Outcome.UNKNOWN;
		}
	}

	private static Outcome outcome(Answer answer) {
		switch (answer.status()) {
			case 503 -> {
				answer.answers(503, "'outcome':'not-executed'");
				return Outcome.NOT_EXECUTED;
			}
			case 504 -> {
				answer.answers(504, "'outcome':'unknown'");
				return Outcome.UNKNOWN;
			}
			default -> {
				answer.answers(200, "'swapped':false");
				return Outcome.OTHER_VALUE;
			}
		}
	}

	private static String path(int client) {
		return "/kv/counter-" + client;
	}

	/**
	 * Wait until more has been written.
	 * @param more how many writes
	 */
	void awaitWrites(int more) throws Exception {
		int goal = sum() + more;
		await(more + " more writes", () -> {
			requireRunning();
			return sum() >= goal;
		});
	}

	private void requireRunning() throws Exception {
		for (Future<?> client : this.running) {
			if (client.isDone()) {
				client.get();
			}
		}
	}

	void stop() throws Exception {
		requireRunning();
		this.stopping.countDown();
		for (Future<?> client : this.running) {
			client.get();
		}
		this.threads.shutdown();
	}

	/**
	 * Check that all that was written can be read, and nothing else.
	 * @param node where to look
	 */
	void check(Node node) throws Exception {
		for (int client = 0; client < COUNT; client++) {
			Answer answer = node.call("GET", path(client), "");
			require(answer.status() == 200 && answer.body().equals(String.valueOf(this.written.get(client))),
					answer + "\n  instead of " + this.written.get(client));
		}
	}

	private int sum() {
		int sum = 0;
		for (int client = 0; client < COUNT; client++) {
			sum += this.written.get(client);
		}
		return sum;
	}

	@Override
	public String toString() {
		return sum() + " writes, tried again after " + this.refused + " were not executed and " + this.unknown
				+ " not answered";
	}

	/**
	 * What became of a write.
	 */
	private enum Outcome {

		DONE, OTHER_VALUE, NOT_EXECUTED, UNKNOWN

	}

}
