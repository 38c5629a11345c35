package io.dongting.spring.autoconfigure.diagnostics;

import io.dongting.raft.InvalidConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports what the engine itself refuses, where the application made its configuration.
 */
class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidConfigurationException cause) {
		return new FailureAnalysis("The configuration of the Raft server cannot work. " + cause.reason(),
				"Change '" + cause.name() + "'.", cause);
	}

}
