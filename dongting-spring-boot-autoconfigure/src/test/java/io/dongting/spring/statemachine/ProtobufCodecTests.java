package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Type;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ProtobufCodec}.
 */
class ProtobufCodecTests {

	private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
		.addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
		.build();

	private final ProtobufCodec codec = new ProtobufCodec();

	@Test
	void messagesComeBackAsTheyWere() {
		assertRoundTrip(StringValue.of("text"));
		assertRoundTrip(StringValue.getDefaultInstance());
		assertRoundTrip(Timestamp.newBuilder().setSeconds(1).setNanos(2).build());
		assertRoundTrip(struct("a", "b"));
	}

	@Test
	void onlyGeneratedMessagesAreSupported() {
		assertThat(this.codec.supports(StringValue.class)).isTrue();
		assertThat(this.codec.supports(Message.class)).isFalse();
		assertThat(this.codec.supports(MessageLite.class)).isFalse();
		assertThat(this.codec.supports(String.class)).isFalse();
		assertThat(this.codec.supports(new ParameterizedTypeReference<List<StringValue>>() {
		}.getType())).isFalse();
	}

	@Test
	void mapsWithTheSameEntriesHaveTheSameBytes() {
		assertThat(this.codec.write(struct("a", "b", "c"), Struct.class))
			.isEqualTo(this.codec.write(struct("c", "b", "a"), Struct.class));
	}

	@Test
	void fieldThatIsNotKnownIsAnErrorOnlyWhereItIsReadExactly() {
		StringValue newer = StringValue.of("text").toBuilder().setUnknownFields(UNKNOWN).build();
		assertUnknown(newer);
		assertThat(this.codec.readLeniently(newer.toByteString().asReadOnlyByteBuffer(), StringValue.class))
			.isEqualTo(newer);
		Value nested = Value.newBuilder().setNumberValue(1).setUnknownFields(UNKNOWN).build();
		assertUnknown(Value.newBuilder().setListValue(ListValue.newBuilder().addValues(nested)).build());
		assertUnknown(Struct.newBuilder().putFields("key", nested).build());
	}

	/**
	 * An open enum takes any number, and each version would do something else with it.
	 */
	@Test
	void constantThatIsNotKnownIsAnErrorOnlyWhereItIsReadExactly() {
		com.google.protobuf.Field newer = com.google.protobuf.Field.newBuilder().setKindValue(99).build();
		assertUnknown(newer);
		assertUnknown(Type.newBuilder().addFields(newer).build());
		assertThat(this.codec.readLeniently(newer.toByteString().asReadOnlyByteBuffer(), newer.getClass()))
			.isEqualTo(newer);
		assertRoundTrip(com.google.protobuf.Field.newBuilder().setKindValue(3).build());
	}

	@Test
	void constantsBelongToTheShape() {
		assertThat(this.codec.shape(com.google.protobuf.Field.class)).contains("\"enum\"")
			.contains("\"Protobuf 18\"")
			.doesNotContain("\"Protobuf 19\"");
	}

	@Test
	void damagedMessageIsAnError() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codec.read(ByteBuffer.wrap(new byte[] { 10, 5, 'a' }), StringValue.class))
			.withMessageContaining(StringValue.class.getName());
	}

	private void assertUnknown(Message message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codec.read(message.toByteString().asReadOnlyByteBuffer(), message.getClass()))
			.withMessageContaining("does not have here");
	}

	private void assertRoundTrip(Message message) {
		byte[] bytes = this.codec.write(message, message.getClass());
		assertThat(this.codec.read(ByteBuffer.wrap(bytes), message.getClass())).isEqualTo(message);
		assertThat(this.codec.readLeniently(ByteBuffer.wrap(bytes), message.getClass())).isEqualTo(message);
	}

	private static Struct struct(String... keys) {
		Map<String, Value> fields = new LinkedHashMap<>();
		for (String key : keys) {
			fields.put(key, Value.newBuilder().setStringValue(key).build());
		}
		return Struct.newBuilder().putAllFields(fields).build();
	}

}
