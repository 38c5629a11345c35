package io.dongting.raft.transport.grpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.TransportListener;

/**
 * Writes down what a transport reports, and lets a test wait for it.
 */
class RecordingListener implements TransportListener {

	/** Long enough for the slowest machine: only a test that fails waits so long. */
	static final Duration PATIENCE = Duration.ofSeconds(60);

	private final List<String> events = new ArrayList<>();

	private final List<String> refusals = new ArrayList<>();

	private final List<Message> requests = new ArrayList<>();

	private final List<Message> answers = new ArrayList<>();

	@Override
	public void linkOpened(int nodeId) {
		record("linkOpened " + nodeId);
	}

	@Override
	public void linkClosed(int nodeId) {
		record("linkClosed " + nodeId);
	}

	@Override
	public void linkRefused(int nodeId, String reason) {
		synchronized (this) {
			this.refusals.add(reason);
		}
	}

	synchronized List<String> refusals() {
		return List.copyOf(this.refusals);
	}

	@Override
	public void connectionLost(int nodeId) {
		record("connectionLost " + nodeId);
	}

	@Override
	public void linkWritable(int nodeId) {
		record("linkWritable " + nodeId);
	}

	@Override
	public void requestReceived(int nodeId, Message request, AnswerSink answers) {
		synchronized (this) {
			this.requests.add(request);
			notifyAll();
		}
	}

	@Override
	public void answerReceived(int nodeId, Message answer) {
		synchronized (this) {
			this.answers.add(answer);
			notifyAll();
		}
	}

	private synchronized void record(String event) {
		this.events.add(event);
		notifyAll();
	}

	synchronized List<String> events() {
		return List.copyOf(this.events);
	}

	synchronized List<Message> requests() {
		return List.copyOf(this.requests);
	}

	synchronized List<Message> answers() {
		return List.copyOf(this.answers);
	}

	long count(String event) {
		return events().stream().filter(event::equals).count();
	}

	void await(String event) {
		await(event, 1);
	}

	void await(String event, int times) {
		awaitUntil(times + " times '" + event + "'", (listener) -> listener.count(event) >= times);
	}

	void awaitRequests(int count) {
		awaitUntil(count + " requests", (listener) -> listener.requests.size() >= count);
	}

	void awaitAnswers(int count) {
		awaitUntil(count + " answers", (listener) -> listener.answers.size() >= count);
	}

	/** The condition is tested whenever something was reported. */
	synchronized void awaitUntil(String what, Predicate<RecordingListener> condition) {
		long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.test(this)) {
			long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
			if (millis <= 0) {
				throw new AssertionError("Waited in vain for " + what + " after " + this.events + ", "
						+ this.requests.size() + " requests and " + this.answers.size() + " answers");
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				throw new AssertionError("Interrupted while waiting for " + what, ex);
			}
		}
	}

}
