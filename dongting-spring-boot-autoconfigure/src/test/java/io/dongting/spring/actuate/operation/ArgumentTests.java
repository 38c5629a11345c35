package io.dongting.spring.actuate.operation;

import java.time.Duration;
import java.time.Instant;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Argument}.
 */
class ArgumentTests {

	private static final Duration FALLBACK = Duration.ofSeconds(7);

	private static final Duration MOST = Duration.ofMinutes(10);

	@Test
	void nodesAreAListWithCommas() {
		assertThat(argument("1,2,3").nodeIds()).containsExactly(1, 2, 3);
		assertThat(argument(" 3 , 1 ").nodeIds()).containsExactly(1, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void anEmptyTextIsNoNodes(String text) {
		assertThat(argument(text).isPresent()).isTrue();
		assertThat(argument(text).nodeIds()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "1,,2", "1,", ",", "0", "-1", "1.5", "1;2", "[1, 2]", "2147483648", "1 2" })
	void anythingElseIsNoNodes(String text) {
		assertRefused(text, () -> argument(text).nodeIds());
	}

	@Test
	void aNodeIsNamedOnce() {
		assertRefused("1,2, 1", () -> argument("1,2, 1").nodeIds());
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "x", "0", "-3", "1.0", "1,2", "9223372036854775808" })
	void aNumberIsWholeAndPositive(@Nullable String text) {
		assertRefused(text, () -> argument(text).positive());
		assertRefused(text, () -> argument(text).nodeId());
	}

	@Test
	void aNumberMayHaveSpaceAround() {
		assertThat(argument(" 17 ").positive()).isEqualTo(17);
		assertThat(argument("9223372036854775807").positive()).isEqualTo(Long.MAX_VALUE);
		assertRefused("2147483648", () -> argument("2147483648").nodeId());
	}

	@Test
	void aDurationIsSimpleOrIso() {
		assertThat(argument("5s").duration(FALLBACK, MOST)).isEqualTo(Duration.ofSeconds(5));
		assertThat(argument("PT1M").duration(FALLBACK, MOST)).isEqualTo(Duration.ofMinutes(1));
		assertThat(argument("250").duration(FALLBACK, MOST)).isEqualTo(Duration.ofMillis(250));
		assertThat(argument(null).duration(FALLBACK, MOST)).isEqualTo(FALLBACK);
		assertThat(argument("10m").duration(FALLBACK, MOST)).isEqualTo(MOST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "soon", "0s", "-5s", "1ns", "601s", "99999999999999999999s", "9223372036854775807d" })
	void aDurationHasBounds(String text) {
		assertRefused(text, () -> argument(text).duration(FALLBACK, MOST));
	}

	@Test
	void aTimeIsMillisecondsOrIso() {
		assertThat(argument("1767225600000").timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
		assertThat(argument("2026-01-01T00:00:00.5Z").timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:00.5Z"));
		assertThat(argument("2026-01-01T01:00:00+01:00").timestamp()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "-1", "yesterday", "2026-01-01", "2026-01-01T00:00:00", "99999999999999999999",
			"+999999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z" })
	void anythingElseIsNoTime(@Nullable String text) {
		assertRefused(text, () -> argument(text).timestamp());
	}

	@Test
	void aFlagIsTrueOrFalse() {
		assertThat(argument("true").flag()).isTrue();
		assertThat(argument("false").flag()).isFalse();
		assertThat(argument(null).flag()).isFalse();
		assertRefused("yes", () -> argument("yes").flag());
	}

	private static Argument argument(@Nullable String value) {
		return new Argument("what", value);
	}

	private static void assertRefused(@Nullable String value, ThrowingCallable reading) {
		assertThatExceptionOfType(OperationFailedException.class).isThrownBy(reading).satisfies((failure) -> {
			assertThat(failure.failure()).isEqualTo(Failure.BAD_VALUE);
			assertThat(failure.getReason()).startsWith("'what'")
				.contains((value != null) ? "'" + value + "'" : "is missing");
		});
	}

}
