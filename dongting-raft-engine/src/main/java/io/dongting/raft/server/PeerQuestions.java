package io.dongting.raft.server;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.core.GroupFacts;
import org.jspecify.annotations.Nullable;

/**
 * What one other node was told and asked over the link that is open, and whether it has
 * answered. For one thread.
 */
final class PeerQuestions {

	/** A question without an answer got lost, or the link was congested. */
	private static final long UNANSWERED_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

	/** What does not fit may have been mended where nobody was told of it. */
	private static final long WRONG_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final TreeMap<Integer, Question> last = new TreeMap<>();

	private Set<String> logged = Set.of();

	/**
	 * Return whether the other node is to be told and asked.
	 * @param facts what there is to say of a group now
	 * @param wrong whether something of the group does not fit
	 * @param nowNanos the time
	 * @return whether it is time to
	 */
	boolean isDue(GroupFacts facts, boolean wrong, long nowNanos) {
		Question question = this.last.get(facts.groupId());
		if (question == null || !question.facts().equals(facts)) {
			return true;
		}
		long patienceNanos = question.answered() ? WRONG_NANOS : UNANSWERED_NANOS;
		return (wrong || !question.answered()) && nowNanos - question.askedNanos() >= patienceNanos;
	}

	void asked(GroupFacts facts, long sequence, long nowNanos) {
		this.last.put(facts.groupId(), new Question(facts, sequence, nowNanos, false));
	}

	/**
	 * An answer has come.
	 * @param groupId what was asked about
	 * @param sequence the number of the question
	 * @return what was said with the question, {@code null} if there was a later one
	 */
	@Nullable GroupFacts answered(int groupId, long sequence) {
		Question question = this.last.get(groupId);
		if (question == null || question.sequence() != sequence) {
			return null;
		}
		this.last.put(groupId, new Question(question.facts(), sequence, question.askedNanos(), true));
		return question.facts();
	}

	/** Forget what concerns groups that are not hosted any more. */
	void retain(Set<Integer> groupIds) {
		this.last.keySet().retainAll(groupIds);
	}

	/**
	 * Return which sentences were not among those of the last time.
	 * @param texts what there is to log
	 * @return what is new
	 */
	Set<String> unlogged(Set<String> texts) {
		Set<String> fresh = new TreeSet<>(texts);
		fresh.removeAll(this.logged);
		this.logged = texts;
		return fresh;
	}

	private record Question(GroupFacts facts, long sequence, long askedNanos, boolean answered) {

	}

}
