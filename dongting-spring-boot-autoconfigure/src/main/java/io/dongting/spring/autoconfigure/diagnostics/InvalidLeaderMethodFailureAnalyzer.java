package io.dongting.spring.autoconfigure.diagnostics;

import io.dongting.spring.leader.InvalidLeaderMethodException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a method that is to run only on the leader and cannot.
 */
class InvalidLeaderMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidLeaderMethodException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidLeaderMethodException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
