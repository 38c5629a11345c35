package io.dongting.raft.transport;

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

}
