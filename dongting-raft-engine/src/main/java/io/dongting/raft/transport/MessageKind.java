package io.dongting.raft.transport;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import io.dongting.raft.transport.wire.Wire;
import io.dongting.raft.transport.wire.Wire.Frame.BodyCase;

/**
 * How one kind of message is written and read.
 *
 * @param <M> the kind of message
 * @param type its record
 * @param body which body of a frame carries it
 * @param direction which way it goes
 * @param check refuses values that are out of range
 * @param writer puts the body into a frame that has its envelope
 * @param reader makes the record from the body of a frame
 */
record MessageKind<M extends Message>(Class<M> type, BodyCase body, Direction direction, Check<M> check,
		BiConsumer<M, Wire.Frame.Builder> writer, BiFunction<Envelope, Wire.Frame, M> reader) {

	void require(Direction required) {
		if (this.direction != required) {
			throw new MalformedMessageException(
					this.type.getSimpleName() + " goes the other way: it is no " + required.word);
		}
	}

	/**
	 * Refuse what goes the other way or has a value out of range.
	 * @param required which way it goes
	 * @param message a message of this kind
	 */
	void require(Direction required, Message message) {
		require(required);
		check(this.type.cast(message));
	}

	Wire.Frame toFrame(Message message) {
		M typed = this.type.cast(message);
		check(typed);
		Wire.Frame.Builder frame = Wire.Frame.newBuilder().setEnvelope(WireEnvelope.write(typed.envelope()));
		this.writer.accept(typed, frame);
		return frame.build();
	}

	Message fromFrame(Wire.Frame frame) {
		if (!frame.hasEnvelope()) {
			throw new MalformedMessageException(this.type.getSimpleName() + " has no envelope");
		}
		M message = this.reader.apply(WireEnvelope.read(frame.getEnvelope()), frame);
		check(message);
		return message;
	}

	private void check(M message) {
		FieldChecks checks = new FieldChecks(this.type);
		WireEnvelope.check(message.envelope(), checks);
		this.check.accept(message, checks);
	}

	/** Which way a message goes on a link. */
	enum Direction {

		/** From the node that opened the link. */
		REQUEST("request"),

		/** Back to it. */
		ANSWER("answer");

		private final String word;

		Direction(String word) {
			this.word = word;
		}

	}

	/**
	 * Refuses values that are out of range.
	 *
	 * @param <M> the kind of message
	 */
	@FunctionalInterface
	interface Check<M extends Message> {

		void accept(M message, FieldChecks checks);

	}

}
