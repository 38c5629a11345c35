package io.dongting.raft.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.ProtocolMessageEnum;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.MembershipException;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.transport.wire.Wire;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.support.ReflectionSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class MessageCodecTests {

	private static final Envelope ENVELOPE = new Envelope(1, new UUID(1, 2), 3, new UUID(4, 5), new UUID(6, 7), 8, 9);

	private final MessageCodec codec = new MessageCodec(1024 * 1024);

	@Test
	void everyKindOfMessageHasACodecAndIsDrawnByTheTests() {
		assertThat(MessageKinds.ALL).<Class<?>>extracting(MessageKind::type)
			.containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
		assertThat(new RandomMessages(1).oneOfEach()).<Class<?>>extracting(Message::getClass)
			.containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
	}

	@Test
	void everyBodyOfAFrameBelongsToAMessageUnlessItCarriesSeveralOrNone() {
		assertThat(MessageKinds.ALL).extracting(MessageKind::body)
			.doesNotHaveDuplicates()
			.hasSize(Wire.Frame.BodyCase.values().length - 4)
			.doesNotContain(Wire.Frame.BodyCase.HELLO, Wire.Frame.BodyCase.BUNDLE, Wire.Frame.BodyCase.HEARTBEATS,
					Wire.Frame.BodyCase.BODY_NOT_SET);
	}

	@Test
	void messagesOfSeveralGroupsGoAsOneFrameAndComeBackInOrder() {
		List<Message> requests = IntStream.rangeClosed(1, 100).mapToObj(MessageCodecTests::heartbeat).toList();
		Wire.Frame frame = this.codec.parseFrame(this.codec.requestsToFrame(requests).toByteArray());
		assertThat(this.codec.requestsFromFrame(frame)).isEqualTo(requests);
		List<Message> one = requests.subList(0, 1);
		assertThat(this.codec.requestsToFrame(one)).isEqualTo(this.codec.requestToFrame(one.get(0)));
		assertThat(this.codec.requestsFromFrame(this.codec.requestToFrame(one.get(0)))).isEqualTo(one);
	}

	@Test
	void aBundleHoldsMessagesOfOneDirectionAndNoOtherBundle() {
		Message vote = new VoteReq(ENVELOPE, VoteReq.Kind.VOTE, 1, 1);
		Wire.Frame bundle = this.codec.requestsToFrame(List.of(heartbeat(1), vote));
		Wire.Frame nested = Wire.Frame.newBuilder()
			.setBundle(Wire.Bundle.newBuilder().addFrames(bundle).addFrames(bundle))
			.build();
		Wire.Frame empty = Wire.Frame.newBuilder().setBundle(Wire.Bundle.getDefaultInstance()).build();
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> this.codec.answersFromFrame(bundle))
			.withMessageContaining("goes the other way");
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> this.codec.requestsFromFrame(nested))
			.withMessageContaining("BUNDLE");
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> this.codec.requestsFromFrame(empty));
		assertThatExceptionOfType(MalformedMessageException.class)
			.isThrownBy(() -> new MessageCodec(100).requestsToFrame(List.of(heartbeat(1), heartbeat(2))));
	}

	@Test
	void heartbeatsGoAsColumnsUnlessOneLacksAnIdentityOrComesFromElsewhere() {
		List<Message> requests = List.of(heartbeat(1), heartbeat(2));
		List<Message> answers = List.of(answered(1, DiskSpace.LOW), answered(2, DiskSpace.AMPLE));
		assertThat(this.codec.requestsToFrame(requests).hasHeartbeats()).isTrue();
		assertThat(this.codec.answersToFrame(answers).hasHeartbeats()).isTrue();
		assertThat(this.codec.answersFromFrame(this.codec.answersToFrame(answers))).isEqualTo(answers);
		for (Envelope other : List.of(new Envelope(2, null, 3, new UUID(4, 5), new UUID(6, 7), 8, 9),
				new Envelope(2, new UUID(1, 2), 3, new UUID(4, 5), null, 8, 9),
				new Envelope(2, new UUID(1, 2), 4, new UUID(4, 5), new UUID(6, 7), 8, 9))) {
			List<Message> mixed = List.of(heartbeat(1), new HeartbeatReq(other, 1));
			Wire.Frame frame = this.codec.requestsToFrame(mixed);
			assertThat(frame.hasBundle()).isTrue();
			assertThat(this.codec.requestsFromFrame(frame)).isEqualTo(mixed);
		}
	}

	@Test
	void columnsOfHeartbeatsThatDoNotBelongTogetherAreRefused() {
		Wire.Heartbeats requests = this.codec.requestsToFrame(List.of(heartbeat(1), heartbeat(2))).getHeartbeats();
		Wire.Heartbeats answers = this.codec
			.answersToFrame(List.of(answered(1, DiskSpace.AMPLE), answered(2, DiskSpace.AMPLE)))
			.getHeartbeats();
		Stream.of(requests.toBuilder().clearGroupId(), requests.toBuilder().addGroupId(3),
				requests.toBuilder().addIdentity(1), requests.toBuilder().addTerm(1),
				requests.toBuilder().addSequence(1), requests.toBuilder().addLeaderCommit(1),
				requests.toBuilder().addPromiseMillis(1), requests.toBuilder().addDiskSpaceValue(1),
				requests.toBuilder().setGroupId(1, -1), requests.toBuilder().setTerm(1, -1),
				requests.toBuilder().setLeaderCommit(1, -1), requests.toBuilder().setFromNodeId(0), answers.toBuilder())
			.forEach((wrong) -> assertMalformed(
					() -> this.codec.requestsFromFrame(Wire.Frame.newBuilder().setHeartbeats(wrong).build())));
		Stream
			.of(answers.toBuilder().addPromiseMillis(1), answers.toBuilder().addDiskSpaceValue(1),
					answers.toBuilder().addLeaderCommit(1), answers.toBuilder().setDiskSpaceValue(1, 99),
					answers.toBuilder().setPromiseMillis(1, -1), requests.toBuilder())
			.forEach((wrong) -> assertMalformed(
					() -> this.codec.answersFromFrame(Wire.Frame.newBuilder().setHeartbeats(wrong).build())));
		assertMalformed(() -> this.codec.answersToFrame(List.of(heartbeat(1), heartbeat(2))));
	}

	private static void assertMalformed(ThrowingCallable code) {
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(code);
	}

	private static Message answered(int groupId, DiskSpace diskSpace) {
		return new HeartbeatResp(
				new Envelope(groupId, new UUID(1, 2), 3, new UUID(4, 5), new UUID(6, 7), 8, 1L << groupId), 300,
				diskSpace);
	}

	private static Message heartbeat(int groupId) {
		return new HeartbeatReq(new Envelope(groupId, new UUID(1, 2), 3, new UUID(4, 5), new UUID(6, 7), 8, groupId),
				groupId);
	}

	@Test
	void aNameThatEndsInReqGoesOneWayAndAnyOtherTheOther() {
		for (MessageKind<?> kind : MessageKinds.ALL) {
			MessageKind.Direction expected = kind.type().getSimpleName().endsWith("Req") ? MessageKind.Direction.REQUEST
					: MessageKind.Direction.ANSWER;
			assertThat(kind.direction()).as(kind.type().getSimpleName()).isEqualTo(expected);
		}
	}

	@Test
	void constantsHaveTheNumbersOfTheirOrder() {
		assertNumbered(VoteReq.Kind.values(), Wire.VoteKind.values());
		assertNumbered(AppendResp.Result.values(), Wire.AppendResult.values());
		assertNumbered(IdentityResp.State.values(), Wire.IdentityState.values());
		assertNumbered(ReadConsistency.values(), Wire.ReadConsistency.values());
		assertNumbered(ForwardResp.Kind.values(), Wire.OutcomeKind.values());
		assertNumbered(NotExecutedException.Reason.values(), Wire.NotExecutedReason.values());
		assertNumbered(RefusalResp.Reason.values(), Wire.RefusalReason.values());
		assertNumbered(MembershipReq.Kind.values(), Wire.MembershipReqKind.values());
		assertNumbered(MembershipResp.Kind.values(), Wire.MembershipRespKind.values());
		assertNumbered(MembershipException.Result.values(), Wire.MembershipResult.values());
		assertNumbered(TransferOutcome.Result.values(), Wire.TransferResult.values());
	}

	private static <E extends Enum<E>, W extends Enum<W> & ProtocolMessageEnum> void assertNumbered(E[] constants,
			W[] wire) {
		assertThat(wire).as("values and UNSPECIFIED and UNRECOGNIZED").hasSize(constants.length + 2);
		for (E constant : constants) {
			W value = wire[constant.ordinal() + 1];
			assertThat(value.name()).endsWith("_" + constant.name());
			assertThat(value.getNumber()).isEqualTo(constant.ordinal() + 1);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void everyMessageComesBackAsItWas(long seed) {
		RandomMessages messages = new RandomMessages(seed);
		for (int i = 0; i < 100; i++) {
			for (Message message : messages.oneOfEach()) {
				assertSame(message, this.codec.fromBytes(this.codec.toBytes(message)));
			}
		}
	}

	@Test
	void encodingLeavesTheBuffersWhereTheyAre() {
		ByteBuffer buffer = ByteBuffer.wrap(new byte[100]).position(10).limit(90);
		this.codec.toBytes(new AppendReq(ENVELOPE, 1, 1, 1, List.of(buffer)));
		assertThat(buffer.position()).isEqualTo(10);
		assertThat(buffer.limit()).isEqualTo(90);
	}

	@Test
	void entriesAreNotCopiedOnTheWayOut() {
		byte[] entries = new byte[1000];
		Wire.Frame frame = this.codec.requestToFrame(new AppendReq(ENVELOPE, 1, 1, 1,
				List.of(ByteBuffer.wrap(entries, 0, 500), ByteBuffer.wrap(entries, 500, 500))));
		entries[0] = 1;
		entries[999] = 2;
		ByteString written = frame.getAppendReq().getEntries();
		assertThat(written.byteAt(0)).isEqualTo((byte) 1);
		assertThat(written.byteAt(999)).isEqualTo((byte) 2);
	}

	@Test
	void entriesAreViewsOfTheBytesTheyCameIn() {
		byte[] entries = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
		byte[] bytes = this.codec.toBytes(new AppendReq(ENVELOPE, 1, 1, 1, List.of(ByteBuffer.wrap(entries))));
		AppendReq read = (AppendReq) this.codec.fromBytes(bytes);
		bytes[bytes.length - 1] = 99;
		assertThat(read.entries()).hasSize(1);
		assertThat(read.entries().get(0).get(9)).isEqualTo((byte) 99);
		assertThat(read.entries().get(0).isReadOnly()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 11, 12, 13, 14, 15 })
	void randomBytesAreAMessageOrRefused(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[random.nextInt(64)];
			random.nextBytes(bytes);
			assertMessageOrRefused(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 21, 22, 23, 24, 25 })
	void damagedMessagesAreAMessageOrRefused(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		RandomMessages messages = new RandomMessages(seed);
		for (int i = 0; i < 200; i++) {
			for (Message message : messages.oneOfEach()) {
				byte[] bytes = this.codec.toBytes(message);
				for (int damages = random.nextInt(1, 4); damages > 0; damages--) {
					bytes[random.nextInt(Math.min(bytes.length, 80))] = (byte) random.nextInt();
				}
				assertMessageOrRefused(bytes);
				assertMessageOrRefused(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
			}
		}
	}

	/** What is accepted is a whole message: it can be written, and read again. */
	private void assertMessageOrRefused(byte[] bytes) {
		Message[] read = new Message[1];
		Throwable refusal = catchThrowable(() -> read[0] = this.codec.fromBytes(bytes));
		if (refusal != null) {
			assertThat(refusal).isExactlyInstanceOf(MalformedMessageException.class);
		}
		else {
			assertSame(read[0], this.codec.fromBytes(this.codec.toBytes(read[0])));
		}
	}

	@Test
	void aMessageOverTheLimitIsRefusedInBothDirections() {
		MessageCodec narrow = new MessageCodec(200);
		AppendReq small = new AppendReq(ENVELOPE, 1, 1, 1, List.of(ByteBuffer.allocate(50)));
		AppendReq large = new AppendReq(ENVELOPE, 1, 1, 1, List.of(ByteBuffer.allocate(200)));
		assertSame(small, narrow.fromBytes(narrow.toBytes(small)));
		assertRefused(() -> narrow.toBytes(large), "is larger than the 200 bytes");
		byte[] bytes = this.codec.toBytes(large);
		assertRefused(() -> narrow.fromBytes(bytes), "is larger than the 200 bytes");
	}

	@Test
	void theLargestEntryFitsIntoTheLargestMessage() {
		MessageCodec codec = new MessageCodec(MessageCodec.LARGEST_MESSAGE_BYTES);
		AppendReq largest = new AppendReq(ENVELOPE, 1, 1, 1, List.of(ByteBuffer.allocate(16 * 1024 * 1024 + 100)));
		assertThat(codec.requestToFrame(largest).getSerializedSize()).isGreaterThan(16 * 1024 * 1024);
	}

	@Test
	void aFrameWithoutABodyIsRefused() {
		assertRefused(() -> this.codec.fromBytes(new byte[0]), "BODY_NOT_SET");
		assertRefused(
				() -> this.codec
					.fromBytes(Wire.Frame.newBuilder().setHello(Wire.Hello.newBuilder()).build().toByteArray()),
				"HELLO");
	}

	@Test
	void aFrameWithoutAnEnvelopeIsRefused() {
		byte[] bytes = Wire.Frame.newBuilder()
			.setHeartbeatReq(Wire.HeartbeatReq.getDefaultInstance())
			.build()
			.toByteArray();
		assertRefused(() -> this.codec.fromBytes(bytes), "HeartbeatReq has no envelope");
	}

	@Test
	void constantsOfALaterReleaseAreRefused() {
		assertRefused((frame) -> frame.getVoteReqBuilder().setKindValue(4), "VoteReq.Kind with the number 4");
		assertRefused((frame) -> frame.getVoteReqBuilder().setKindValue(0), "VoteReq.Kind with the number 0");
		assertRefused((frame) -> frame.getVoteReqBuilder().setKindValue(-1), "VoteReq.Kind with the number -1");
		assertRefused((frame) -> frame.getRefusalRespBuilder().setReasonValue(7), "with the number 7");
	}

	@Test
	void numbersOutOfRangeAreRefused() {
		assertRefused((frame) -> frame.getHeartbeatReqBuilder().setLeaderCommit(-1), "leader commit: -1");
		assertRefused((frame) -> frame.getAppendReqBuilder().setPreviousIndex(-1), "previous index: -1");
		assertRefused((frame) -> frame.getAppendReqBuilder().setPreviousIndex(5), "previous term: 0");
		assertRefused((frame) -> frame.getAppendReqBuilder().setPreviousTerm(5), "previous term: 5");
		assertRefused((frame) -> frame.getHeartbeatRespBuilder().setPromiseMillis(-300), "promise: -300");
		assertRefused((frame) -> frame.getIdentityReqBuilder().setGroupName("a").addMembers(0), "member: 0");
		assertRefused((frame) -> frame.getIdentityReqBuilder().addMembers(1).addMembers(1), "one twice");
		assertRefused((frame) -> frame.getIdentityReqBuilder().addMembers(1), "group name: ''");
		assertRefused((frame) -> frame.getRaftPingReqBuilder().getGroupBuilder().setName("a"),
				"id of a hosted group: 0");
		assertRefused((frame) -> frame.getRaftPingReqBuilder().getGroupBuilder().setGroupId(1),
				"name of a hosted group: ''");
		assertRefused((frame) -> {
			for (int groupId = 1; groupId <= 3; groupId++) {
				frame.getRaftPingRespBuilder().addGroupsBuilder().setGroupId(groupId).setName("a");
			}
		}, "number of groups: 3");
		assertRefused((frame) -> frame.getForwardReqBuilder().addTasksBuilder().setTimeoutMillis(-1), "timeout: -1");
		assertRefused((frame) -> {
			frame.getHeartbeatReqBuilder();
			frame.getEnvelopeBuilder().setTerm(-1);
		}, "term: -1");
		assertRefused((frame) -> {
			frame.getHeartbeatReqBuilder();
			frame.getEnvelopeBuilder().clearFromReplicaMost();
		}, "which replica");
	}

	@Test
	void halfAUuidIsRefused() {
		List<Consumer<Wire.Envelope.Builder>> halves = List.of(Wire.Envelope.Builder::clearFromReplicaLeast,
				Wire.Envelope.Builder::clearToReplicaMost, Wire.Envelope.Builder::clearToReplicaLeast,
				Wire.Envelope.Builder::clearClusterIdMost, Wire.Envelope.Builder::clearClusterIdLeast);
		for (Consumer<Wire.Envelope.Builder> half : halves) {
			assertRefused((frame) -> {
				frame.getHeartbeatReqBuilder();
				half.accept(frame.getEnvelopeBuilder());
			}, "half a UUID");
		}
	}

	/** Trap C: no index, term or time is read as an int. */
	@Test
	void numbersBeyondAnIntComeBack() {
		long large = Integer.MAX_VALUE + 5L;
		Envelope envelope = new Envelope(1, new UUID(1, 2), 3, new UUID(4, 5), new UUID(6, 7), large, large + 1);
		for (Message message : List.of(new HeartbeatReq(envelope, large),
				new HeartbeatResp(envelope, large, DiskSpace.LOW),
				new AppendReq(envelope, large, large, large, List.of()),
				new AppendResp(envelope, AppendResp.Result.MISMATCH, large, large, large),
				new VoteReq(envelope, VoteReq.Kind.VOTE, large, large), new ReadIndexResp(envelope, large))) {
			assertSame(message, this.codec.fromBytes(this.codec.toBytes(message)));
		}
	}

	@Test
	void valuesThatContradictEachOtherAreRefused() {
		assertRefused((frame) -> frame.getReadIndexReqBuilder().setConsistencyValue(3), "consistency: STALE");
		assertRefused((frame) -> frame.getForwardRespBuilder().addOutcomesBuilder().setKindValue(2), "reason: null");
		assertRefused((frame) -> frame.getForwardRespBuilder().addOutcomesBuilder().setKindValue(1).setReasonValue(1),
				"reason: NO_LEADER");
	}

	@Test
	void whatIsRefusedIsNotWrittenEither() {
		assertRefused(() -> this.codec.toBytes(new HeartbeatReq(ENVELOPE, -1)), "leader commit: -1");
		SortedSet<Integer> nobody = new TreeSet<>(List.of(-7));
		assertRefused(() -> this.codec.toBytes(new IdentityReq(ENVELOPE, "a", nobody, new TreeSet<>())), "member: -7");
	}

	@Test
	void aMessageThatGoesTheOtherWayIsRefused() {
		HeartbeatReq request = new HeartbeatReq(ENVELOPE, 1);
		HeartbeatResp answer = new HeartbeatResp(ENVELOPE, 1, DiskSpace.AMPLE);
		Wire.Frame requestFrame = this.codec.requestToFrame(request);
		Wire.Frame answerFrame = this.codec.answerToFrame(answer);
		assertRefused(() -> this.codec.requestToFrame(answer), "HeartbeatResp goes the other way");
		assertRefused(() -> this.codec.answerToFrame(request), "HeartbeatReq goes the other way");
		assertRefused(() -> this.codec.requestFromFrame(answerFrame), "it is no request");
		assertRefused(() -> this.codec.answerFromFrame(requestFrame), "it is no answer");
	}

	@Test
	void whatALaterReleaseAddsIsPassedOver() {
		byte[] bytes = this.codec.toBytes(new HeartbeatReq(ENVELOPE, 5));
		byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
		// Field 99 as a varint: the tag in two bytes, then the value.
		longer[bytes.length] = (byte) 0x98;
		longer[bytes.length + 1] = 0x06;
		longer[bytes.length + 2] = 1;
		assertSame(new HeartbeatReq(ENVELOPE, 5), this.codec.fromBytes(longer));
	}

	private void assertRefused(Consumer<Wire.Frame.Builder> body, String because) {
		Wire.Frame.Builder frame = Wire.Frame.newBuilder().setEnvelope(WireEnvelope.write(ENVELOPE));
		body.accept(frame);
		byte[] bytes = frame.build().toByteArray();
		assertRefused(() -> this.codec.fromBytes(bytes), because);
	}

	private static void assertRefused(ThrowingCallable call, String because) {
		assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(call).withMessageContaining(because);
	}

	private static void assertSame(Message expected, Message actual) {
		assertThat(actual).hasSameClassAs(expected);
		assertThat(comparable(actual)).isEqualTo(comparable(expected));
	}

	/**
	 * Records and arrays as lists of their contents; how entries are cut is no part of
	 * it.
	 */
	private static @Nullable Object comparable(@Nullable Object value) {
		if (value instanceof AppendReq append) {
			ByteString entries = append.entries()
				.stream()
				.map((buffer) -> ByteString.copyFrom(buffer.duplicate()))
				.reduce(ByteString.EMPTY, ByteString::concat);
			return List.of(append.envelope(), append.previousIndex(), append.previousTerm(), append.leaderCommit(),
					entries);
		}
		if (value instanceof InstallReq install) {
			ByteString block = install.block()
				.stream()
				.map((buffer) -> ByteString.copyFrom(buffer.duplicate()))
				.reduce(ByteString.EMPTY, ByteString::concat);
			return List.of(install.envelope(), install.snapshot(), install.offset(), block, install.blockChecksum());
		}
		if (value instanceof Record) {
			return Stream.of(value.getClass().getRecordComponents())
				.map((component) -> comparable(ReflectionSupport.invokeMethod(component.getAccessor(), value)))
				.toList();
		}
		if (value instanceof byte[] bytes) {
			return ByteString.copyFrom(bytes);
		}
		if (value instanceof List<?> list) {
			return list.stream().map(MessageCodecTests::comparable).toList();
		}
		return value;
	}

}
