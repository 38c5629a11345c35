package io.dongting.samples.kvstore.blackbox;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.List;

import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Adds to its own keys, through all nodes in turn. What was refused it tries again at the
 * next node, and what the connection did not take as well. Had any of that been executed,
 * it would be there twice, and {@link #check} would find it.
 */
final class RetryingClient implements Runnable {

	private static final int TEXTS_PER_KEY = 100;

	private final int number;

	private final List<KvNode> nodes;

	private volatile boolean stopped;

	private volatile int written;

	private int refused;

	private int notConnected;

	private int closedUnanswered;

	RetryingClient(int number, List<KvNode> nodes) {
		this.number = number;
		this.nodes = nodes;
	}

	@Override
	public void run() {
		try {
			for (int turn = this.number; !this.stopped; turn++) {
				append(turn);
				this.written = this.written + 1;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void append(int turn) throws InterruptedException {
		Action action = new Action.Append(this.written % TEXTS_PER_KEY + ";");
		boolean done = false;
		for (int attempt = turn; !done; attempt++) {
			done = append(this.nodes.get(attempt % this.nodes.size()), action);
		}
	}

	private boolean append(KvNode node, Action action) throws InterruptedException {
		try {
			Ending ending = KvNode.ending(action, node.send(key(this.written), action, ""));
			if (ending instanceof Ending.NotExecuted) {
				this.refused++;
				return false;
			}
			assertThat(ending).as("append %s to %s", action, key(this.written)).isInstanceOf(Ending.Appended.class);
			return true;
		}
		catch (HttpTimeoutException ex) {
			throw new AssertionError("Nobody knows what became of " + action, ex);
		}
		catch (ConnectException ex) {
			this.notConnected++;
			return false;
		}
		catch (IOException ex) {
			// A web server that stops closes connections whose next request it has not
			// read
			this.closedUnanswered++;
			return false;
		}
	}

	private String key(int text) {
		return "client-" + this.number + "-" + text / TEXTS_PER_KEY;
	}

	/**
	 * Check that everything is there once, and in order.
	 * @param node where to look
	 */
	void check(KvNode node) throws InterruptedException {
		for (int first = 0; first < this.written; first += TEXTS_PER_KEY) {
			StringBuilder expected = new StringBuilder();
			for (int text = 0; text < Math.min(TEXTS_PER_KEY, this.written - first); text++) {
				expected.append(text).append(';');
			}
			assertThat(node.execute(key(first), new Action.Get(), "linearizable"))
				.isEqualTo(new Ending.Read(expected.toString()));
		}
	}

	void stop() {
		this.stopped = true;
	}

	int written() {
		return this.written;
	}

	int refused() {
		return this.refused;
	}

	int notConnected() {
		return this.notConnected;
	}

	int closedUnanswered() {
		return this.closedUnanswered;
	}

}
