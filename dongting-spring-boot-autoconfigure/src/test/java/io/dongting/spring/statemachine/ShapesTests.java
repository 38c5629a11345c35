package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.google.protobuf.BoolValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Shapes} and for what the codecs say of their types.
 */
class ShapesTests {

	private final JsonValueCodec json = new JsonValueCodec();

	private final ProtobufCodec protobuf = new ProtobufCodec();

	/**
	 * The shape is kept beside the data, so it must not change from version to version.
	 */
	@Test
	void shapeIsFixed() {
		assertThat(this.json.shape(Order.class)).isEqualTo("{\"object\":{\"lines\":{\"array\":{\"object\":{"
				+ "\"count\":\"INT!\",\"sku\":\"string\"},\"required\":[\"count\"]}},\"parent\":\"^1\","
				+ "\"state\":{\"enum\":[\"NEW\",\"PAID\"]}}}");
		assertThat(this.json.shape(String.class)).isEqualTo("\"string\"");
		assertThat(this.json.shape(long.class)).isEqualTo("\"LONG!\"");
		assertThat(this.json.shape(boolean.class)).isEqualTo("\"boolean!\"");
		assertThat(this.json.shape(Instant.class)).isEqualTo("\"string:date-time\"");
		assertThat(this.json.shape(Plain.class)).isEqualTo("{\"object\":{\"any\":\"any\",\"value\":\"INT!\"}}");
		assertThat(this.json.shape(mapOf())).isEqualTo("{\"map\":\"string:uuid\"}");
		assertThat(this.protobuf.shape(Timestamp.class))
			.isEqualTo("{\"object\":{\"field 1\":\"Protobuf int64\",\"field 2\":\"Protobuf int32\"}}");
	}

	@Test
	void partThatCanBeMissingMayBeAdded() {
		assertReadable(new Line("a", 1), Line.class, LineWithNote.class);
		assertReadable(new Plain(), Plain.class, PlainWithCount.class);
	}

	@Test
	void primitiveComponentMayNotBeAdded() {
		assertUnreadable(new Line("a", 1), Line.class, LineWithPrice.class, "'price' is new and primitive");
	}

	@Test
	void partMayNotBeRemoved() {
		assertUnreadable(new Line("a", 1), Line.class, LineWithoutCount.class, "'count' is gone");
		assertUnreadable(List.of(new Line("a", 1)), listOfLines(),
				new ParameterizedTypeReference<List<LineWithoutCount>>() {
				}.getType(), "'[].count' is gone");
		assertUnreadable(new Order(List.of(new Line("a", 1)), null, State.NEW), Order.class, OrderOfLess.class,
				"'lines[].count' is gone");
	}

	@Test
	void partMayBeRenamedIfItIsStillReadByItsFormerName() {
		assertReadable(new Line("a", 1), Line.class, Renamed.class);
		assertReadable(new Order(List.of(new Line("a", 1)), null, State.NEW), Order.class, OrderOfRenamed.class);
		assertUnreadable(new Renamed("a", 1), Renamed.class, Line.class, "'quantity' is gone");
		assertUnreadable(new Line("a", 1), Line.class, RenamedAndChanged.class, "'count' was INT and is array");
		assertThat(this.json.shape(Renamed.class)).isEqualTo("{\"object\":{\"quantity\":\"INT!\",\"sku\":\"string\"},"
				+ "\"required\":[\"quantity\"],\"aliases\":{\"quantity\":[\"count\",\"number\"]}}");
	}

	@Test
	void partMayBeRemovedIfItIsLeftOutByName() {
		assertReadable(new Line("a", 1), Line.class, WithoutCountByName.class);
		assertThat(this.json.shape(WithoutCountByName.class))
			.isEqualTo("{\"object\":{\"sku\":\"string\"},\"ignored\":[\"count\"]}");
	}

	/** Else one node would leave out what the next version of another means. */
	@Test
	void classThatIgnoresEverythingUnknownIsNotTrusted() {
		assertThat(mismatch(Line.class, IgnoringUnknown.class)).isEqualTo("'count' is gone");
	}

	@Test
	void twoPartsMayNotBecomeOne() {
		assertThat(mismatch(Line.class, CountAndNumberInOne.class)).isNull();
		assertThat(mismatch(LineWithNumber.class, CountAndNumberInOne.class))
			.isEqualTo("'count' and 'number' would both be read as 'number'");
		assertThat(disagreement(LineWithNumber.class, CountAndNumberInOne.class))
			.isEqualTo("'count' and 'number' would both be read as 'number'");
	}

	/** Each node has to make the same of an entry, whatever version it runs. */
	@Test
	void partThatIsLeftOutIsReadDifferentlyByTwoVersions() {
		assertThat(disagreement(Line.class, WithoutCountByName.class)).isEqualTo("'count' is left out when it is read");
		assertThat(mismatch(LineWithNote.class, WithoutNote.class)).isNull();
		assertThat(mismatch(WithoutNote.class, LineWithNote.class)).isNull();
		assertThat(disagreement(LineWithNote.class, WithoutNote.class)).isEqualTo("'note' is left out when it is read");
		assertThat(disagreement(WithoutNote.class, LineWithNote.class))
			.isEqualTo("'note' is not written any more, but read");
		assertThat(disagreement(WithoutNote.class, LineWithRenamedNote.class))
			.isEqualTo("'note' is not written any more, but read");
		assertThat(disagreement(listOfLines(), new ParameterizedTypeReference<List<WithoutCountByName>>() {
		}.getType())).isEqualTo("'[].count' is left out when it is read");
		assertThat(disagreement(WithoutNote.class, AlsoWithoutNote.class)).isNull();
	}

	@Test
	void partThatIsLeftOutByBothIsNoDifference() {
		assertThat(disagreement(NoteOnlyWritten.class, MoreAndNoteOnlyWritten.class)).isNull();
		assertThat(disagreement(LineWithNote.class, NoteOnlyWritten.class))
			.isEqualTo("'note' is left out when it is read");
	}

	@Test
	void partThatCanBeMissingIsNoDifferenceToThoseWhoNeverHadIt() {
		assertThat(disagreement(Line.class, LineWithNote.class)).isNull();
		assertThat(disagreement(LineWithNote.class, Line.class)).isEqualTo("'note' is gone");
		assertThat(disagreement(Line.class, Renamed.class)).isNull();
		assertThat(disagreement(Renamed.class, Line.class)).isEqualTo("'quantity' is gone");
		assertThat(
				this.protobuf.disagreement(this.protobuf.shape(Timestamp.class), this.protobuf.shape(Timestamp.class)))
			.isNull();
		assertThat(
				this.protobuf.disagreement(this.protobuf.shape(Int32Value.class), this.protobuf.shape(BoolValue.class)))
			.isEqualTo("'field 1' was Protobuf int32 and is Protobuf bool");
	}

	@Test
	void numberMayOnlyGetWider() {
		assertReadable(1, int.class, long.class);
		assertReadable(1L, Long.class, BigInteger.class);
		assertReadable(1.5f, float.class, double.class);
		assertThat(mismatch(long.class, int.class)).isEqualTo("it was LONG and is INT");
		assertThat(mismatch(double.class, long.class)).isEqualTo("it was DOUBLE and is LONG");
		assertThat(mismatch(long.class, double.class)).isEqualTo("it was LONG and is DOUBLE");
	}

	@Test
	void whatCouldBeNullMayNotBecomePrimitive() {
		assertReadable(1, int.class, Integer.class);
		assertUnreadable(null, Integer.class, int.class, "could be null");
	}

	@Test
	void typeMayNotBecomeAnother() {
		assertThat(mismatch(int.class, String.class)).isEqualTo("it was INT and is string");
		assertUnreadable("text", String.class, Instant.class, "it was string and is string:date-time");
		assertReadable(Instant.EPOCH, Instant.class, String.class);
		assertUnreadable("text", String.class, Line.class, "it was string and is object");
		assertUnreadable(new Line("a", 1), Line.class, listOfLines(), "it was object and is array");
		assertThat(mismatch(Duration.class, UUID.class)).contains("string:uuid");
	}

	@Test
	void optionalIsWhatIsInIt() {
		assertReadable(new Line("a", 1), Line.class, new ParameterizedTypeReference<Optional<Line>>() {
		}.getType());
	}

	@Test
	void constantsMayBeAddedAndNotRemoved() {
		assertReadable(State.PAID, State.class, MoreStates.class);
		assertUnreadable(State.PAID, State.class, FewerStates.class, "has no constants [PAID] any more");
		assertReadable(State.PAID, State.class, String.class);
		assertUnreadable("other", String.class, State.class, "it was string and is enum");
	}

	@Test
	void fieldsOfMessagesAreKnownByTheirNumbers() {
		assertThat(protobufMismatch(Int32Value.class, Int32Value.class)).isNull();
		assertThat(protobufMismatch(Int32Value.class, BoolValue.class))
			.isEqualTo("'field 1' was Protobuf int32 and is Protobuf bool");
		assertThat(protobufMismatch(Timestamp.class, DoubleValue.class)).contains("'field 1' was Protobuf int64");
		assertThat(protobufMismatch(Struct.class, Struct.class)).isNull();
		assertThat(protobufMismatch(Struct.class, Timestamp.class)).contains("was array");
	}

	private void assertReadable(@Nullable Object value, Type written, Type read) {
		assertThat(mismatch(written, read)).isNull();
		this.json.read(ByteBuffer.wrap(this.json.write(value, written)), read);
	}

	private void assertUnreadable(@Nullable Object value, Type written, Type read, String reason) {
		assertThat(mismatch(written, read)).contains(reason);
		byte[] bytes = this.json.write(value, written);
		assertThatIllegalArgumentException().isThrownBy(() -> this.json.read(ByteBuffer.wrap(bytes), read));
	}

	private @Nullable String mismatch(Type written, Type read) {
		return this.json.mismatch(this.json.shape(written), this.json.shape(read));
	}

	private @Nullable String disagreement(Type written, Type read) {
		return this.json.disagreement(this.json.shape(written), this.json.shape(read));
	}

	private @Nullable String protobufMismatch(Type written, Type read) {
		return this.protobuf.mismatch(this.protobuf.shape(written), this.protobuf.shape(read));
	}

	private static Type listOfLines() {
		return new ParameterizedTypeReference<List<Line>>() {
		}.getType();
	}

	private static Type mapOf() {
		return new ParameterizedTypeReference<Map<State, UUID>>() {
		}.getType();
	}

	enum State {

		PAID, NEW

	}

	enum MoreStates {

		NEW, PAID, SENT

	}

	enum FewerStates {

		NEW

	}

	record Order(List<Line> lines, @Nullable Order parent, State state) {

	}

	record OrderOfLess(List<LineWithoutCount> lines, @Nullable OrderOfLess parent, State state) {

	}

	record Line(String sku, int count) {

	}

	record LineWithNote(String sku, int count, @Nullable String note, @Nullable Integer price) {

	}

	record LineWithPrice(String sku, int count, int price) {

	}

	record LineWithoutCount(String sku) {

	}

	record OrderOfRenamed(List<Renamed> lines, @Nullable OrderOfRenamed parent, State state) {

	}

	record Renamed(String sku, @JsonAlias( {
			"number", "count" }) int quantity){

	}

	record RenamedAndChanged(String sku, @JsonAlias("count") List<Integer> quantities) {

	}

	@JsonIgnoreProperties("count")
	record WithoutCountByName(String sku) {

	}

	record LineWithNumber(String sku, int count, int number) {

	}

	record CountAndNumberInOne(String sku, @JsonAlias("count") int number) {

	}

	@JsonIgnoreProperties({ "note", "price" })
	record WithoutNote(String sku, int count) {

	}

	@JsonIgnoreProperties({ "note", "price" })
	record AlsoWithoutNote(String sku, int count, @Nullable String place) {

	}

	record LineWithRenamedNote(String sku, int count, @JsonAlias("note") @Nullable String remark) {

	}

	@JsonIgnoreProperties(value = "note", allowGetters = true)
	static class NoteOnlyWritten {

		@Nullable String sku;

		int count;

		@Nullable String note;

		@Nullable Integer price;

	}

	static class MoreAndNoteOnlyWritten extends NoteOnlyWritten {

		@Nullable String place;

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record IgnoringUnknown(String sku) {

	}

	static class Plain {

		int value;

		@Nullable Object any;

	}

	static class PlainWithCount extends Plain {

		int count;

	}

}
