package io.dongting.fiber;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The default failure handler.
 */
final class LoggingFailureHandler implements FailureHandler {

	static final LoggingFailureHandler INSTANCE = new LoggingFailureHandler();

	private static final Logger logger = LoggerFactory.getLogger(FailureHandler.class);

	private LoggingFailureHandler() {
	}

	@Override
	public void onFailure(FiberGroup group, String source, Throwable failure) {
		logger.error("Group '{}': {} failed", group.name(), source, failure);
	}

}
