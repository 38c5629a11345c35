package io.dongting.spring.autoconfigure.diagnostics;

import io.dongting.spring.statemachine.InvalidStateMachineException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a state machine that cannot work as it is written.
 */
class InvalidStateMachineFailureAnalyzer extends AbstractFailureAnalyzer<InvalidStateMachineException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidStateMachineException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
