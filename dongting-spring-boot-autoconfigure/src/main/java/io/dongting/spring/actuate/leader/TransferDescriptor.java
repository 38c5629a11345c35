package io.dongting.spring.actuate.leader;

import io.dongting.raft.TransferOutcome;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The wanted node leads.
 *
 * @param group the name of the group
 * @param result whether it was elected now, or led before
 * @param leaderId who leads, as far as the asked node knows
 * @param message a sentence for people
 */
public record TransferDescriptor(String group, TransferOutcome.Result result, int leaderId,
		String message) implements OperationResponseBody {

}
