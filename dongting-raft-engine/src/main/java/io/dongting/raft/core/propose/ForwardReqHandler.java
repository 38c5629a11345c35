package io.dongting.raft.core.propose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.ForwardReq;
import io.dongting.raft.transport.ForwardResp;

/**
 * Another node passes on commands, since it takes this one for the leader. Outcomes go
 * back as they come, those of one round together.
 */
public final class ForwardReqHandler {

	private static final byte[] NOTHING = new byte[0];

	/** What the results of one message may have together; a message takes double. */
	private static final int MAX_RESULT_BYTES = RaftGroupOptions.LARGEST_ENTRY_BYTES;

	/** More than anything but the result, a sentence included. */
	private static final int OUTCOME_OVERHEAD_BYTES = 1024;

	private final GroupContext context;

	private final Ballot ballot;

	private final LinearTaskRunner runner;

	private final Envelopes envelopes;

	/** The last request of each asker, whose numbers grow over all its starts. */
	private final Map<UUID, Long> seenSequences = new LinkedHashMap<>();

	private final Map<AnswerSink, Answers> gathered = new LinkedHashMap<>();

	public ForwardReqHandler(GroupContext context, Ballot ballot, LinearTaskRunner runner, Envelopes envelopes) {
		this.context = context;
		this.ballot = ballot;
		this.runner = runner;
		this.envelopes = envelopes;
	}

	/**
	 * Return whether a request was seen before, or was overtaken by a later one. It gets
	 * no answer, not even from a replica that has failed since: whether its commands were
	 * executed is not known here any more, and a refusal would say that they were not.
	 * @param request the commands
	 * @return whether it is a copy
	 */
	public boolean hasSeen(ForwardReq request) {
		Envelope envelope = request.envelope();
		return envelope.sequence() <= this.seenSequences.getOrDefault(envelope.fromReplica(), 0L);
	}

	/**
	 * Run what was passed on, if it was not {@linkplain #hasSeen seen} before.
	 * @param request the commands
	 * @param answers takes the outcomes
	 */
	public void handle(ForwardReq request, AnswerSink answers) {
		this.seenSequences.put(request.envelope().fromReplica(), request.envelope().sequence());
		if (request.envelope().term() != this.ballot.term()) {
			refuseAll(request, answers);
			return;
		}
		for (ForwardReq.Task task : request.tasks()) {
			long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(task.timeoutMillis());
			this.runner.submitForwarded(request.envelope().term(), task.body(), timeoutNanos, new RaftCallback() {

				@Override
				public void completed(long index, byte[] result) {
					gather(request, answers, done(task.taskId(), index, result));
				}

				@Override
				public void failed(RaftException cause) {
					gather(request, answers, failure(task.taskId(), cause));
				}

			});
		}
	}

	/** Meant for the leader of another term: at that time nobody led who is asked now. */
	private void refuseAll(ForwardReq request, AnswerSink answers) {
		for (ForwardReq.Task task : request.tasks()) {
			gather(request, answers, failure(task.taskId(),
					new NotExecutedException(NotExecutedException.Reason.NOT_LEADER, "The term has changed")));
		}
	}

	private static ForwardResp.Outcome failure(long taskId, RaftException cause) {
		String message = String.valueOf(cause.getMessage());
		if (cause instanceof NotExecutedException refusal) {
			return new ForwardResp.Outcome(taskId, ForwardResp.Kind.NOT_EXECUTED, 0, NOTHING, refusal.reason(),
					message);
		}
		return new ForwardResp.Outcome(taskId, ForwardResp.Kind.UNKNOWN, 0, NOTHING, null, message);
	}

	/** Called on any thread. If the group has stopped, the link's end says the rest. */
	private void gather(ForwardReq request, AnswerSink answers, ForwardResp.Outcome outcome) {
		UUID asker = request.envelope().fromReplica();
		this.context.fibers()
			.execute(() -> this.gathered.computeIfAbsent(answers, (sink) -> new Answers(asker, new ArrayList<>()))
				.outcomes()
				.add(outcome));
	}

	/** At the end of a round: answer what gathered. */
	public void flush() {
		if (!this.gathered.isEmpty()) {
			Map<AnswerSink, Answers> ready = new LinkedHashMap<>(this.gathered);
			this.gathered.clear();
			ready.forEach(this::answer);
		}
	}

	/** In several messages if one would be too large. */
	private void answer(AnswerSink sink, Answers answers) {
		List<ForwardResp.Outcome> outcomes = new ArrayList<>();
		long sizeBytes = 0;
		for (ForwardResp.Outcome outcome : answers.outcomes()) {
			long outcomeBytes = outcome.result().length + OUTCOME_OVERHEAD_BYTES;
			if (sizeBytes + outcomeBytes > MAX_RESULT_BYTES && !outcomes.isEmpty()) {
				sink.answer(new ForwardResp(this.envelopes.answer(answers.asker(), 0), List.copyOf(outcomes)));
				outcomes.clear();
				sizeBytes = 0;
			}
			outcomes.add(outcome);
			sizeBytes += outcomeBytes;
		}
		sink.answer(new ForwardResp(this.envelopes.answer(answers.asker(), 0), outcomes));
	}

	/** A result that fits no message would take the link and all that is on it along. */
	private static ForwardResp.Outcome done(long taskId, long index, byte[] result) {
		if (result.length > MAX_RESULT_BYTES) {
			return new ForwardResp.Outcome(taskId, ForwardResp.Kind.UNKNOWN, 0, NOTHING, null,
					"The command was executed at " + index + ", but its result of " + result.length
							+ " bytes is too large to be passed on");
		}
		return new ForwardResp.Outcome(taskId, ForwardResp.Kind.DONE, index, result, null, "");
	}

	private record Answers(UUID asker, List<ForwardResp.Outcome> outcomes) {

	}

}
