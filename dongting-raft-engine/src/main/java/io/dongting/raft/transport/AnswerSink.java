package io.dongting.raft.transport;

import java.util.List;

/**
 * Takes answers to requests of one link, back on that link. Thread-safe. Answers to a
 * link that has ended are dropped.
 */
@FunctionalInterface
public interface AnswerSink {

	/**
	 * Send an answer.
	 * @param answer the answer
	 */
	void answer(Message answer);

	/**
	 * Send answers of several groups, as one message where that is possible.
	 * @param answers the answers
	 */
	default void answerAll(List<Message> answers) {
		answers.forEach(this::answer);
	}

}
