package io.dongting.samples.benchmark.idle;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;

/**
 * Counts the messages that carry heartbeats to another node, however many groups are in
 * one of them.
 *
 * @param carrier sends them
 * @param heartbeats counts them
 */
record CountingTransport(Transport carrier, AtomicLong heartbeats) implements Transport {

	@Override
	public void start(TransportListener listener) {
		this.carrier.start(listener);
	}

	@Override
	public void connect(int nodeId, HostPort address) {
		this.carrier.connect(nodeId, address);
	}

	@Override
	public CompletionStage<Void> disconnect(int nodeId) {
		return this.carrier.disconnect(nodeId);
	}

	@Override
	public boolean send(int nodeId, Message request) {
		return sendAll(nodeId, List.of(request));
	}

	@Override
	public boolean sendAll(int nodeId, List<Message> requests) {
		if (requests.stream().anyMatch(HeartbeatReq.class::isInstance)) {
			this.heartbeats.incrementAndGet();
		}
		return this.carrier.sendAll(nodeId, requests);
	}

	@Override
	public void close() {
		this.carrier.close();
	}

}
