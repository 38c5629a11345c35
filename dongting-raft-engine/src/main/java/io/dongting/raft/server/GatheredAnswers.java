package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;

/**
 * The answers of several groups to what came as one message. They go back as one when all
 * are there; when that takes too long, those that are there do, and each that is late
 * goes by itself. Thread-safe.
 */
final class GatheredAnswers implements AnswerSink {

	private final AnswerSink sink;

	private final int expected;

	private List<Message> gathered;

	private boolean late;

	/**
	 * Begin to gather.
	 * @param expected how many answers there can be
	 * @param sink takes what has gathered
	 */
	GatheredAnswers(int expected, AnswerSink sink) {
		this.expected = expected;
		this.sink = sink;
		this.gathered = new ArrayList<>(expected);
	}

	@Override
	public void answer(Message answer) {
		List<Message> ready;
		synchronized (this) {
			this.gathered.add(answer);
			if (!this.late && this.gathered.size() < this.expected) {
				return;
			}
			ready = take();
		}
		this.sink.answerAll(ready);
	}

	/** Wait no longer. */
	void flush() {
		List<Message> ready;
		synchronized (this) {
			this.late = true;
			ready = take();
		}
		if (!ready.isEmpty()) {
			this.sink.answerAll(ready);
		}
	}

	private List<Message> take() {
		List<Message> taken = this.gathered;
		this.gathered = new ArrayList<>();
		return taken;
	}

}
