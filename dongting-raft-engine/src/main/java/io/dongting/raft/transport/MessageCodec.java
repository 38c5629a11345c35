package io.dongting.raft.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.transport.MessageKind.Direction;
import io.dongting.raft.transport.wire.Wire;

/**
 * Translates messages to what goes over the wire and back. Entries and commands are not
 * copied on the way out: they are read when the frame is written. On the way in, entries
 * are views of the bytes the frame was read from.
 *
 * <p>
 * Both directions check the message. What comes out is complete, and its numbers are in
 * range; whether it makes sense at this moment is for the protocol to say. Stateless and
 * thread-safe.
 */
public final class MessageCodec {

	/**
	 * Enough for any message: entries up to the largest batch and one entry more, and
	 * what surrounds them. The same on all nodes whatever their options, so that none
	 * sends what another does not take.
	 */
	public static final int LARGEST_MESSAGE_BYTES = 2 * RaftGroupOptions.LARGEST_ENTRY_BYTES + 1024 * 1024;

	private final int maxMessageBytes;

	/**
	 * Create a codec.
	 * @param maxMessageBytes the largest message that is written or read
	 */
	public MessageCodec(int maxMessageBytes) {
		if (maxMessageBytes <= 0) {
			throw new IllegalArgumentException("The largest message cannot have " + maxMessageBytes + " bytes");
		}
		this.maxMessageBytes = maxMessageBytes;
	}

	/**
	 * Encode a request.
	 * @param request the request; its buffers must not change until the frame is written
	 * @return the frame
	 * @throws MalformedMessageException if it is none, has a value out of range or is too
	 * large
	 */
	public Wire.Frame requestToFrame(Message request) {
		return toFrame(request, Direction.REQUEST);
	}

	/**
	 * Encode an answer.
	 * @param answer the answer; its buffers must not change until the frame is written
	 * @return the frame
	 * @throws MalformedMessageException if it is none, has a value out of range or is too
	 * large
	 */
	public Wire.Frame answerToFrame(Message answer) {
		return toFrame(answer, Direction.ANSWER);
	}

	/**
	 * Encode requests that go the same way at the same moment.
	 * @param requests the requests, at least one; their buffers must not change until the
	 * frame is written
	 * @return one frame for all of them
	 * @throws MalformedMessageException if one is none or has a value out of range, or
	 * they are too large together
	 */
	public Wire.Frame requestsToFrame(List<Message> requests) {
		return toFrame(requests, Direction.REQUEST);
	}

	/**
	 * Encode answers that go the same way at the same moment.
	 * @param answers the answers, at least one; their buffers must not change until the
	 * frame is written
	 * @return one frame for all of them
	 * @throws MalformedMessageException if one is none or has a value out of range, or
	 * they are too large together
	 */
	public Wire.Frame answersToFrame(List<Message> answers) {
		return toFrame(answers, Direction.ANSWER);
	}

	/**
	 * Decode the requests of a frame.
	 * @param frame the frame
	 * @return the requests, at least one
	 * @throws MalformedMessageException if it holds none, or anything else
	 */
	public List<Message> requestsFromFrame(Wire.Frame frame) {
		return allFromFrame(frame, Direction.REQUEST);
	}

	/**
	 * Decode the answers of a frame.
	 * @param frame the frame
	 * @return the answers, at least one
	 * @throws MalformedMessageException if it holds none, or anything else
	 */
	public List<Message> answersFromFrame(Wire.Frame frame) {
		return allFromFrame(frame, Direction.ANSWER);
	}

	/**
	 * Decode a request.
	 * @param frame the frame
	 * @return the request
	 * @throws MalformedMessageException if it is none
	 */
	public Message requestFromFrame(Wire.Frame frame) {
		return fromFrame(frame, Direction.REQUEST);
	}

	/**
	 * Decode an answer.
	 * @param frame the frame
	 * @return the answer
	 * @throws MalformedMessageException if it is none
	 */
	public Message answerFromFrame(Wire.Frame frame) {
		return fromFrame(frame, Direction.ANSWER);
	}

	/**
	 * Encode a message.
	 * @param message the message
	 * @return its bytes, which share nothing with it
	 * @throws MalformedMessageException if it has a value out of range or is too large
	 */
	public byte[] toBytes(Message message) {
		return toFrame(message, MessageKinds.of(message).direction()).toByteArray();
	}

	/**
	 * Decode a message.
	 * @param bytes one frame; not to be changed as long as the message is in use
	 * @return the message
	 * @throws MalformedMessageException if the bytes are none
	 */
	public Message fromBytes(byte[] bytes) {
		Wire.Frame frame = parseFrame(bytes);
		return fromFrame(frame, MessageKinds.of(frame).direction());
	}

	/**
	 * Read a frame without looking at what is in it.
	 * @param bytes the frame; not to be changed as long as the frame is in use
	 * @return the frame, whose byte strings are views of {@code bytes}
	 * @throws MalformedMessageException if the bytes are none
	 */
	public Wire.Frame parseFrame(byte[] bytes) {
		checkSize(bytes.length);
		CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
		input.enableAliasing(true);
		try {
			Wire.Frame frame = Wire.Frame.parseFrom(input);
			input.checkLastTagWas(0);
			return frame;
		}
		catch (IOException ex) {
			throw new MalformedMessageException("The bytes are no message: " + ex.getMessage(), ex);
		}
	}

	private Wire.Frame toFrame(Message message, Direction direction) {
		MessageKind<?> kind = MessageKinds.of(message);
		kind.require(direction);
		Wire.Frame frame = kind.toFrame(message);
		checkSize(frame.getSerializedSize());
		return frame;
	}

	private Wire.Frame toFrame(List<Message> messages, Direction direction) {
		if (messages.size() == 1) {
			return toFrame(messages.get(0), direction);
		}
		if (HeartbeatColumns.fit(messages)) {
			Wire.Frame frame = HeartbeatColumns.write(messages, direction);
			checkSize(frame.getSerializedSize());
			return frame;
		}
		Wire.Bundle.Builder bundle = Wire.Bundle.newBuilder();
		messages.forEach((message) -> bundle.addFrames(toFrame(message, direction)));
		Wire.Frame frame = Wire.Frame.newBuilder().setBundle(bundle).build();
		checkSize(frame.getSerializedSize());
		return frame;
	}

	private static List<Message> allFromFrame(Wire.Frame frame, Direction direction) {
		if (frame.hasHeartbeats()) {
			return HeartbeatColumns.read(frame.getHeartbeats(), direction);
		}
		if (!frame.hasBundle()) {
			return List.of(fromFrame(frame, direction));
		}
		List<Message> messages = new ArrayList<>(frame.getBundle().getFramesCount());
		for (Wire.Frame one : frame.getBundle().getFramesList()) {
			messages.add(fromFrame(one, direction));
		}
		if (messages.isEmpty()) {
			throw new MalformedMessageException("A bundle carries no message");
		}
		return messages;
	}

	private static Message fromFrame(Wire.Frame frame, Direction direction) {
		MessageKind<?> kind = MessageKinds.of(frame);
		kind.require(direction);
		return kind.fromFrame(frame);
	}

	private void checkSize(int sizeBytes) {
		if (sizeBytes > this.maxMessageBytes) {
			throw new MalformedMessageException("A message of " + sizeBytes + " bytes is larger than the "
					+ this.maxMessageBytes + " bytes that are allowed");
		}
	}

}
