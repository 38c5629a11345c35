package io.dongting.raft.transport;

import java.util.List;

import io.dongting.raft.NotExecutedException;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes of commands of {@link ForwardReq}s, in any order and any grouping.
 *
 * @param envelope the leader's
 * @param outcomes what became of the commands
 */
public record ForwardResp(Envelope envelope, List<Outcome> outcomes) implements Message {

	/**
	 * What became of one command.
	 *
	 * @param taskId which
	 * @param kind which of the three things happened
	 * @param index its position in the log, when done
	 * @param result what the state machine returned, when done; else empty
	 * @param reason why it was not executed, when it was not; else {@code null}
	 * @param message a sentence for people, when not done; else empty
	 */
	public record Outcome(long taskId, Kind kind, long index, byte[] result,
			NotExecutedException.@Nullable Reason reason, String message) {

	}

	/** What can happen to a command. The order is part of the wire format. */
	public enum Kind {

		/** Applied. */
		DONE,

		/** Never appended. */
		NOT_EXECUTED,

		/** May or may not be applied. */
		UNKNOWN

	}

}
