package io.dongting.raft.server;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is heard in the name of a node.
 */
class SpeakersTests {

	private static final UUID ONE = new UUID(0, 1);

	private static final UUID OTHER = new UUID(0, 2);

	private final Speakers speakers = new Speakers();

	private long nowNanos;

	private void heard(UUID... replicas) {
		for (UUID replica : replicas) {
			this.nowNanos += TimeUnit.SECONDS.toNanos(1);
			this.speakers.heard(replica, this.nowNanos);
		}
	}

	@Test
	void aReplicaThatTakesTheOthersPlaceSpeaksAlone() {
		heard(ONE, ONE, OTHER, OTHER);
		assertThat(this.speakers.inTurn(this.nowNanos)).isEmpty();
	}

	@Test
	void aMessageThatWasLateMakesNoTwoProcesses() {
		heard(ONE, OTHER, ONE);
		assertThat(this.speakers.inTurn(this.nowNanos)).isEmpty();
		heard(new UUID(0, 3));
		assertThat(this.speakers.inTurn(this.nowNanos)).isEmpty();
	}

	@Test
	void twoThatSpeakInTurnAreToldUntilOneIsSilentForAWhile() {
		heard(OTHER, ONE, OTHER, ONE);
		assertThat(this.speakers.inTurn(this.nowNanos)).containsExactly(ONE, OTHER);
		heard(ONE, ONE);
		assertThat(this.speakers.inTurn(this.nowNanos)).containsExactly(ONE, OTHER);
		this.nowNanos += TimeUnit.SECONDS.toNanos(15);
		assertThat(this.speakers.inTurn(this.nowNanos)).isEmpty();
	}

}
