package io.dongting.raft.log.segment;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SegmentSizesTests {

	private static final int KIB = 1024;

	private final SegmentSizes sizes = new SegmentSizes(256 * KIB, 2000 * KIB);

	@Test
	void eachFileIsTwiceAsLargeAsTheOneBeforeUpToALimit() {
		assertThat(this.sizes.after(256 * KIB)).isEqualTo(512 * KIB);
		assertThat(this.sizes.after(1024 * KIB)).isEqualTo(2000 * KIB);
		assertThat(this.sizes.after(2000 * KIB)).isEqualTo(2000 * KIB);
	}

	@Test
	void whatIsConfiguredNowCounts() {
		assertThat(this.sizes.after(32 * KIB)).isEqualTo(256 * KIB);
		assertThat(this.sizes.after(Integer.MAX_VALUE)).isEqualTo(2000 * KIB);
	}

	@Test
	void aFileHasRoomForTheEntryItBeginsWith() {
		assertThat(this.sizes.withRoomFor(512 * KIB, 492 * KIB)).isEqualTo(512 * KIB);
		assertThat(this.sizes.withRoomFor(512 * KIB, 492 * KIB + 1)).isEqualTo(1024 * KIB);
		assertThat(this.sizes.withRoomFor(512 * KIB, 1980 * KIB)).isEqualTo(2000 * KIB);
	}

}
