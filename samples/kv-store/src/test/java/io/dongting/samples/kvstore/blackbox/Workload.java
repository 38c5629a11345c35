package io.dongting.samples.kvstore.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import io.dongting.simulation.history.HistoryRecorder;
import io.dongting.simulation.history.LinearizabilityChecker;
import io.dongting.simulation.history.Operation;
import io.dongting.simulation.history.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that read and write through all nodes, one operation at a time each, and a
 * record of everything they saw.
 */
final class Workload implements AutoCloseable {

	static final int CLIENTS = 32;

	private static final int LIMIT_MINUTES = 3;

	private final List<KvNode> nodes;

	private final KeyPool keys = new KeyPool();

	private final HistoryRecorder recorder = new HistoryRecorder(new AtomicLong()::incrementAndGet);

	private final AtomicInteger acknowledgedWrites = new AtomicInteger();

	private final AtomicInteger reads = new AtomicInteger();

	/** Since a write was acknowledged. */
	private final AtomicInteger refusedInARow = new AtomicInteger();

	private final AtomicInteger clients = new AtomicInteger();

	private final CountDownLatch stopping = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> running = new ArrayList<>();

	Workload(List<KvNode> nodes) {
		this.nodes = nodes;
	}

	void start() {
		for (int number = 0; number < CLIENTS; number++) {
			KvClient client = newClient();
			this.running.add(this.threads.submit(() -> {
				run(client);
				return null;
			}));
		}
	}

	private KvClient newClient() {
		return new KvClient(this.clients.getAndIncrement(), this.keys, this.recorder);
	}

	private void run(KvClient client) throws InterruptedException {
		while (this.stopping.getCount() > 0) {
			Ending ending = client.next(this.nodes);
			if (ending instanceof Ending.NotExecuted) {
				this.refusedInARow.incrementAndGet();
				// As a client does that was told to come again later
				this.stopping.await(100, TimeUnit.MILLISECONDS);
			}
			else if (ending instanceof Ending.Read) {
				this.reads.incrementAndGet();
			}
			else if (!(ending instanceof Ending.Unknown)) {
				this.refusedInARow.set(0);
				this.acknowledgedWrites.incrementAndGet();
			}
		}
	}

	/**
	 * Wait until more writes have been acknowledged.
	 * @param more how many
	 */
	void awaitAcknowledged(int more) {
		await(more, this.acknowledgedWrites, "writes are acknowledged");
	}

	/**
	 * Wait until so much has been refused without a write that was acknowledged in
	 * between.
	 * @param inARow how much
	 */
	void awaitRefused(int inARow) {
		ProcessCluster.await(inARow + " refusals in a row", () -> {
			assertThat(this.running).noneMatch(Future::isDone);
			return this.refusedInARow.get() >= inARow;
		});
	}

	/**
	 * Wait until more reads have been answered.
	 * @param more how many
	 */
	void awaitReads(int more) {
		await(more, this.reads, "reads are answered");
	}

	private void await(int more, AtomicInteger count, String what) {
		int goal = count.get() + more;
		ProcessCluster.await(goal + " " + what, () -> {
			assertThat(this.running).noneMatch(Future::isDone);
			return count.get() >= goal;
		});
	}

	/** Let all clients finish what they are at. */
	void stop() throws InterruptedException, ExecutionException {
		this.stopping.countDown();
		for (Future<?> client : this.running) {
			client.get();
		}
		this.threads.shutdown();
		assertThat(this.threads.awaitTermination(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
	}

	/**
	 * Read every key through every node, and judge everything that was seen from the
	 * beginning.
	 * @return a line about it
	 */
	String readAllAndCheck() throws InterruptedException {
		KvClient last = newClient();
		for (KvNode node : this.nodes) {
			for (String key : this.keys.all()) {
				assertThat(last.read(node, key)).as("last read of " + key).isInstanceOf(Ending.Read.class);
			}
		}
		List<Operation> history = this.recorder.operations();
		Verdict verdict = new LinearizabilityChecker().check(history);
		assertThat(verdict).isInstanceOf(Verdict.Linearizable.class);
		return history.size() + " operations on " + this.keys.all().size() + " keys (" + this.acknowledgedWrites
				+ " acknowledged writes, " + count(history, Ending.Unknown.class) + " unknown, "
				+ count(history, Ending.NotExecuted.class) + " not executed): linearizable";
	}

	private static long count(List<Operation> history, Class<? extends Ending> ending) {
		return history.stream().filter((operation) -> ending.isInstance(operation.ending())).count();
	}

	/**
	 * Return whether actions of a kind occur, so that a test can tell that it tests.
	 * @param action the kind
	 * @return how many were answered
	 */
	long answered(Class<? extends Action> action) {
		return this.recorder.operations()
			.stream()
			.filter((operation) -> action.isInstance(operation.action()))
			.filter((operation) -> !(operation.ending() instanceof Ending.NotExecuted
					|| operation.ending() instanceof Ending.Unknown))
			.count();
	}

	@Override
	public void close() {
		this.stopping.countDown();
		this.threads.shutdownNow();
	}

}
