package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;

/**
 * The answers of several groups to what came as one message. They go back as one when all
 * are there; when that takes too long, those that are there do, and again as long as more
 * come. Each that is late even then goes by itself. Thread-safe.
 */
final class GatheredAnswers implements AnswerSink {

	private final AnswerSink sink;

	private final int expected;

	private List<Message> gathered;

	/** How many have gone. */
	private int taken;

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
			if (!this.late && this.taken + this.gathered.size() < this.expected) {
				return;
			}
			ready = take();
		}
		this.sink.answerAll(ready);
	}

	/**
	 * Let those go that are there.
	 * @return whether it makes sense to wait for more: some have come since the last time
	 */
	boolean flush() {
		List<Message> ready;
		boolean more;
		synchronized (this) {
			ready = take();
			more = !ready.isEmpty() && this.taken < this.expected;
			this.late = !more;
		}
		if (!ready.isEmpty()) {
			this.sink.answerAll(ready);
		}
		return more;
	}

	private List<Message> take() {
		List<Message> ready = this.gathered;
		this.gathered = new ArrayList<>();
		this.taken += ready.size();
		return ready;
	}

}
