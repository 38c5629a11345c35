package io.dongting.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.dongting.raft.transport.Message;

/**
 * One direction of a connection: takes messages, and delivers them later, in order,
 * unless an accident befalls them.
 */
final class Lane {

	/** A peer that reads nothing for so long loses the connection. */
	private static final int MAX_HELD = 10_000;

	private final SimulatedNetwork network;

	private final int from;

	private final int to;

	private final Function<List<Message>, byte[]> encoder;

	private final Consumer<byte[]> receiver;

	private final Consumer<byte[]> strayReceiver;

	/** What waits because the path is clogged. */
	private final Deque<Runnable> held = new ArrayDeque<>();

	/** When the last of what was sent in order arrives. */
	private long lastArrivalNanos;

	/**
	 * Create a lane.
	 * @param encoder makes the bytes of one message
	 * @param receiver takes what arrives on the connection
	 * @param strayReceiver takes what turns up outside it
	 */
	Lane(SimulatedNetwork network, int from, int to, Function<List<Message>, byte[]> encoder, Consumer<byte[]> receiver,
			Consumer<byte[]> strayReceiver) {
		this.network = network;
		this.from = from;
		this.to = to;
		this.encoder = encoder;
		this.receiver = receiver;
		this.strayReceiver = strayReceiver;
		this.lastArrivalNanos = network.world().clock().nanoTime();
	}

	boolean isClogged() {
		return this.network.paths().isClogged(this.from, this.to);
	}

	boolean isFull() {
		return this.held.size() >= MAX_HELD;
	}

	/** Send messages that go as one. */
	void send(List<Message> messages) {
		byte[] bytes = this.encoder.apply(messages);
		this.network.tally().sent();
		messages.forEach((message) -> this.network.tell(this.from, this.to, message, bytes));
		if (isClogged()) {
			this.held.add(() -> carry(messages, bytes));
		}
		else {
			carry(messages, bytes);
		}
	}

	/** Say that nothing more will come, after all that was sent. */
	void end(Runnable arrival) {
		if (isClogged()) {
			this.held.add(() -> carryEnd(arrival));
		}
		else {
			carryEnd(arrival);
		}
	}

	void unclogged() {
		while (!this.held.isEmpty()) {
			this.held.remove().run();
		}
	}

	private void carryEnd(Runnable arrival) {
		if (!this.network.paths().isCut(this.from, this.to)) {
			arriveInOrder(this.network.latencyNanos(this.from, this.to), arrival);
		}
	}

	private void carry(List<Message> messages, byte[] bytes) {
		List<Message> passing = new ArrayList<>(messages.size());
		for (Message message : messages) {
			if (this.network.filter().passes(this.from, this.to, message)) {
				passing.add(message);
			}
		}
		if (passing.isEmpty() || passing.size() == messages.size()) {
			carry(bytes, passing.isEmpty());
		}
		else {
			carry(this.encoder.apply(passing), false);
		}
	}

	private void carry(byte[] bytes, boolean filtered) {
		NetworkFaults faults = this.network.faults();
		if (this.network.chance(faults.strayRate())) {
			this.network.stray(() -> this.strayReceiver.accept(bytes));
		}
		if (this.network.paths().isCut(this.from, this.to) || this.network.chance(faults.dropRate()) || filtered) {
			this.network.tally().dropped();
			return;
		}
		if (this.network.chance(faults.duplicateRate())) {
			this.network.tally().duplicated();
			arriveOutOfOrder(this.network.slowNanos(), () -> this.receiver.accept(bytes));
		}
		long delayNanos = this.network.latencyNanos(this.from, this.to);
		if (this.network.chance(faults.slowRate())) {
			this.network.tally().slowed();
			delayNanos = this.network.slowNanos();
		}
		if (this.network.chance(faults.reorderRate())) {
			this.network.tally().reordered();
			arriveOutOfOrder(delayNanos, () -> this.receiver.accept(bytes));
		}
		else {
			arriveInOrder(delayNanos, () -> this.receiver.accept(bytes));
		}
	}

	private void arriveInOrder(long delayNanos, Runnable arrival) {
		long nowNanos = this.network.world().clock().nanoTime();
		this.lastArrivalNanos = Math.max(this.lastArrivalNanos, nowNanos + delayNanos);
		this.network.world().schedule(this.lastArrivalNanos - nowNanos, arrival);
	}

	private void arriveOutOfOrder(long delayNanos, Runnable arrival) {
		this.network.world().schedule(delayNanos, arrival);
	}

}
