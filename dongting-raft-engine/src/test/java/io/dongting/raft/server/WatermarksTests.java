package io.dongting.raft.server;

import java.time.Duration;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.DiskSpaceOptions;
import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.server.Watermarks.Room;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Watermarks} and {@link DiskSpaceOptions}.
 */
class WatermarksTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final long LARGE = 1L << 40;

	private final Watermarks watermarks = new Watermarks(new DiskSpaceOptions(1000, 100, SECOND));

	@ParameterizedTest
	@CsvSource({ "AMPLE,1000,AMPLE", "AMPLE,999,LOW", "AMPLE,100,LOW", "AMPLE,99,EXHAUSTED", "AMPLE,0,EXHAUSTED" })
	void aDiskIsWorseAsSoonAsItIsBelowAWatermark(DiskSpace before, long usableBytes, DiskSpace now) {
		assertThat(this.watermarks.judge(before, new Room(usableBytes, LARGE))).isEqualTo(now);
	}

	@ParameterizedTest
	@CsvSource({ "LOW,1000,LOW", "LOW,1249,LOW", "LOW,1250,AMPLE", "EXHAUSTED,100,EXHAUSTED", "EXHAUSTED,124,EXHAUSTED",
			"EXHAUSTED,125,LOW", "EXHAUSTED,1249,LOW", "EXHAUSTED,1250,AMPLE", "LOW,100,LOW", "LOW,99,EXHAUSTED" })
	void aDiskIsBetterOnlyWhenItIsClearlyAboveAWatermark(DiskSpace before, long usableBytes, DiskSpace now) {
		assertThat(this.watermarks.judge(before, new Room(usableBytes, LARGE))).isEqualTo(now);
	}

	@Test
	void withoutAMinimumADiskIsNeverExhausted() {
		Watermarks lowOnly = new Watermarks(new DiskSpaceOptions(1000, 0, SECOND));
		assertThat(lowOnly.judge(DiskSpace.AMPLE, new Room(0, LARGE))).isEqualTo(DiskSpace.LOW);
		assertThat(lowOnly.options().isWatched()).isTrue();
		assertThat(DiskSpaceOptions.UNWATCHED.isWatched()).isFalse();
	}

	/** Of one of 800 bytes the watermarks are 200 and 100 bytes. */
	@ParameterizedTest
	@CsvSource({ "AMPLE,200,AMPLE", "AMPLE,199,LOW", "LOW,249,LOW", "LOW,250,AMPLE", "LOW,100,LOW",
			"LOW,99,EXHAUSTED" })
	void aSmallDiskIsNotTakenForLowWhileItIsHardlyUsed(DiskSpace before, long usableBytes, DiskSpace now) {
		assertThat(this.watermarks.judge(before, new Room(usableBytes, 800))).isEqualTo(now);
	}

	@Test
	void aDiskOfWhichNobodyKeepsAccountIsNeverLow() {
		assertThat(this.watermarks.judge(DiskSpace.AMPLE, new Room(0, 0))).isEqualTo(DiskSpace.AMPLE);
	}

	@Test
	void watermarksThatContradictEachOtherAreRefused() {
		assertRefused("minimumBytes", 10, 11, SECOND);
		assertRefused("lowBytes", -1, 0, SECOND);
		assertRefused("lowBytes", Long.MAX_VALUE, 0, SECOND);
		assertRefused("minimumBytes", 10, -1, SECOND);
		assertRefused("checkInterval", 10, 1, Duration.ZERO);
		assertRefused("checkInterval", 10, 1, Duration.ofDays(2));
	}

	private static void assertRefused(String name, long lowBytes, long minimumBytes, Duration interval) {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> new DiskSpaceOptions(lowBytes, minimumBytes, interval))
			.satisfies((refusal) -> assertThat(refusal.name()).isEqualTo(name));
	}

}
