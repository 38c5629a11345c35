package io.dongting.raft.transport;

import io.dongting.raft.TransferOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link TransferReq}.
 *
 * @param envelope the asked node's
 * @param result the result, {@code null} if the asked node does not lead, or no longer:
 * then the asker sees for itself who does
 * @param leaderId who leads now, 0 if that is not known
 * @param message a sentence for people, empty where there is no result
 */
public record TransferResp(Envelope envelope, TransferOutcome.@Nullable Result result, int leaderId,
		String message) implements Message {

}
