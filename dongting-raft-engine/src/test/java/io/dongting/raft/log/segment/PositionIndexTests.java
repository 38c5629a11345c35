package io.dongting.raft.log.segment;

import io.dongting.raft.log.segment.PositionIndex.Place;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Finding an entry in a segment.
 */
class PositionIndexTests {

	private final PositionIndex positions = new PositionIndex();

	PositionIndexTests() {
		this.positions.add(1, 1000);
		this.positions.add(2, 1100);
		this.positions.add(100, 1000 + PositionIndex.STRIDE_BYTES);
	}

	@Test
	void notesOnlyEntriesThatAreFarEnoughApart() {
		assertThat(this.positions.floor(99)).isEqualTo(new Place(1, 1000));
		assertThat(this.positions.floor(100)).isEqualTo(new Place(100, 1000 + PositionIndex.STRIDE_BYTES));
		assertThat(this.positions.floor(5000)).isEqualTo(new Place(100, 1000 + PositionIndex.STRIDE_BYTES));
	}

	@Test
	void aReaderThatGoesOnFindsWhereItStopped() {
		this.positions.remember(40, 5000);
		assertThat(this.positions.floor(39)).isEqualTo(new Place(1, 1000));
		assertThat(this.positions.floor(40)).isEqualTo(new Place(40, 5000));
		assertThat(this.positions.floor(41)).isEqualTo(new Place(40, 5000));
		assertThat(this.positions.floor(101)).isEqualTo(new Place(100, 1000 + PositionIndex.STRIDE_BYTES));
	}

	@Test
	void severalReadersFindTheirPlacesAndTheOldestIsForgotten() {
		for (int reader = 1; reader <= 9; reader++) {
			this.positions.remember(10 * reader, 1000 + 200 * reader);
		}
		assertThat(this.positions.floor(10)).isEqualTo(new Place(1, 1000));
		assertThat(this.positions.floor(25)).isEqualTo(new Place(20, 1400));
		assertThat(this.positions.floor(90)).isEqualTo(new Place(90, 2800));
	}

	@Test
	void nothingIsRememberedBeyondATruncation() {
		this.positions.remember(40, 5000);
		this.positions.remember(101, 20_000);
		this.positions.truncateFrom(30);
		assertThat(this.positions.floor(101)).isEqualTo(new Place(1, 1000));
	}

}
