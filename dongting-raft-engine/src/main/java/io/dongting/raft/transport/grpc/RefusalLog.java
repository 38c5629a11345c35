package io.dongting.raft.transport.grpc;

import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why a stream is refused, once for each node that tries and each reason, not once
 * for each try. Thread-safe.
 */
final class RefusalLog {

	private static final Logger logger = LoggerFactory.getLogger(GrpcTransport.class);

	/**
	 * So many nodes are told apart; who calls itself by ever new ids is not remembered.
	 */
	private static final int MAX_NODES = 256;

	private final Map<Integer, String> lastReasons = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, String> eldest) {
			return size() > MAX_NODES;
		}

	};

	synchronized void refused(int nodeId, String reason) {
		if (!reason.equals(this.lastReasons.put(nodeId, reason))) {
			logger.error("A connection is refused: {}", reason);
		}
	}

	synchronized void accepted(int nodeId) {
		this.lastReasons.remove(nodeId);
	}

}
