package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonValueCodec}.
 */
class JsonValueCodecTests {

	private final JsonValueCodec codec = new JsonValueCodec();

	@Test
	void valuesComeBackAsTheyWere() {
		assertRoundTrip("text \u00e9\ud83d\ude00", String.class);
		assertRoundTrip(42, int.class);
		assertRoundTrip(Long.MIN_VALUE, Long.class);
		assertRoundTrip(true, boolean.class);
		assertRoundTrip('x', char.class);
		assertRoundTrip(new BigDecimal("12345678901234567890.123456789"), BigDecimal.class);
		assertRoundTrip(Instant.parse("2026-01-02T03:04:05.123456789Z"), Instant.class);
		assertRoundTrip(Duration.ofMillis(1500), Duration.class);
		assertRoundTrip(new byte[] { 0, -1, 127 }, byte[].class);
		assertRoundTrip(Color.RED, Color.class);
		assertRoundTrip(null, String.class);
		assertRoundTrip(Optional.of(new Point(1, 2)), new ParameterizedTypeReference<Optional<Point>>() {
		}.getType());
		assertRoundTrip(Map.of(Color.RED, List.of(new Point(1, 2))),
				new ParameterizedTypeReference<Map<Color, List<Point>>>() {
				}.getType());
	}

	@Test
	void objectIsItsFieldsAndNotItsGetters() {
		assertThat(text(new Point(3, 4), Point.class)).isEqualTo("{\"x\":3,\"y\":4}");
	}

	@Test
	void enumConstantIsItsName() {
		assertThat(text(Color.RED, Color.class)).isEqualTo("\"RED\"");
	}

	@Test
	void mapsWithTheSameEntriesHaveTheSameBytes() {
		Map<String, Integer> oneWay = new LinkedHashMap<>();
		oneWay.put("b", 2);
		oneWay.put("a", 1);
		Map<String, Integer> otherWay = new LinkedHashMap<>();
		otherWay.put("a", 1);
		otherWay.put("b", 2);
		Type type = new ParameterizedTypeReference<Map<String, Integer>>() {
		}.getType();
		assertThat(text(oneWay, type)).isEqualTo(text(otherWay, type)).isEqualTo("{\"a\":1,\"b\":2}");
	}

	@Test
	void whatIsNotUnderstoodIsAnErrorOnlyWhereItIsReadExactly() {
		ByteBuffer bytes = bytes("{\"x\":3,\"y\":4,\"z\":5}");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.read(bytes, Point.class))
			.withMessageContaining("z");
		assertThat(this.codec.readLeniently(bytes, Point.class)).isEqualTo(new Point(3, 4));
	}

	@Test
	void damagedJsonIsAnError() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.read(bytes("{\"x\":"), Point.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.read(bytes("1 2"), int.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.read(bytes("null"), int.class));
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.read(bytes(""), int.class));
	}

	@Test
	void onlySimpleTypesNeedNoProofThatTheyCanBeReadAgain() {
		assertThat(this.codec.alwaysReadable(String.class)).isTrue();
		assertThat(this.codec.alwaysReadable(int.class)).isTrue();
		assertThat(this.codec.alwaysReadable(Point.class)).isFalse();
	}

	private void assertRoundTrip(@Nullable Object value, Type type) {
		this.codec.check(type);
		byte[] bytes = this.codec.write(value, type);
		assertThat(this.codec.read(ByteBuffer.wrap(bytes), type)).isEqualTo(value);
		assertThat(this.codec.readLeniently(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), type)).isEqualTo(value);
	}

	private String text(Object value, Type type) {
		return new String(this.codec.write(value, type), StandardCharsets.UTF_8);
	}

	private static ByteBuffer bytes(String json) {
		return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
	}

	record Point(int x, int y) {

		public double getLength() {
			return Math.hypot(this.x, this.y);
		}

		public boolean isOrigin() {
			return this.x == 0 && this.y == 0;
		}

	}

	enum Color {

		RED;

		@Override
		public String toString() {
			return "red as a rose";
		}

	}

	/** Its serializer says what its items are, and not what they are items of. */
	@Test
	void bytesInABufferHaveAShape() {
		assertThat(this.codec.shape(ByteBuffer.class)).contains("array");
	}

	/**
	 * Each of ten types refers to all of them: too many ways through them to follow each.
	 */
	@Test
	void typesThatAllReferToEachOtherHaveAShapeOfBoundedSize() {
		assertThat(this.codec.shape(Dense.class)).hasSizeLessThan(1_000_000);
	}

	record Dense(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j) {

		record A(B b, C c, D d, E e, F f, G g, H h, I i, J j) {
		}

		record B(A a, C c, D d, E e, F f, G g, H h, I i, J j) {
		}

		record C(A a, B b, D d, E e, F f, G g, H h, I i, J j) {
		}

		record D(A a, B b, C c, E e, F f, G g, H h, I i, J j) {
		}

		record E(A a, B b, C c, D d, F f, G g, H h, I i, J j) {
		}

		record F(A a, B b, C c, D d, E e, G g, H h, I i, J j) {
		}

		record G(A a, B b, C c, D d, E e, F f, H h, I i, J j) {
		}

		record H(A a, B b, C c, D d, E e, F f, G g, I i, J j) {
		}

		record I(A a, B b, C c, D d, E e, F f, G g, H h, J j) {
		}

		record J(A a, B b, C c, D d, E e, F f, G g, H h, I i) {
		}

	}

}
