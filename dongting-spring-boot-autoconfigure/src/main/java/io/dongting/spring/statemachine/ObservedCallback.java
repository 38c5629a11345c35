package io.dongting.spring.statemachine;

import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftOutput;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Event;

/**
 * Waits for the outcome of a command and shows its stages, as far as this node sees them.
 */
final class ObservedCallback implements RaftCallback {

	private static final Event APPENDED = Event.of("appended");

	private static final Event DURABLE = Event.of("durable");

	private static final Event COMMITTED = Event.of("committed");

	private final Observation observation;

	private final CompletableFuture<RaftOutput> output = new CompletableFuture<>();

	ObservedCallback(Observation observation) {
		this.observation = observation;
	}

	CompletableFuture<RaftOutput> output() {
		return this.output;
	}

	@Override
	public void appended(long index) {
		this.observation.event(APPENDED);
	}

	@Override
	public boolean tracesDurability() {
		return true;
	}

	@Override
	public void durable(long index) {
		this.observation.event(DURABLE);
	}

	@Override
	public void committed(long index) {
		this.observation.event(COMMITTED);
	}

	@Override
	public void completed(long index, byte[] result) {
		this.observation.highCardinalityKeyValue("index", String.valueOf(index));
		this.output.complete(new RaftOutput(index, result));
	}

	@Override
	public void failed(RaftException cause) {
		this.output.completeExceptionally(cause);
	}

}
