package io.dongting.raft.core.election;

import java.util.List;

import io.dongting.raft.core.quorum.Quorum;
import io.dongting.raft.transport.VoteReq;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rule R9. */
class VoteRoundTests {

	private final Quorum three = new Quorum(List.of(1, 2, 3), List.of());

	private final VoteRound round = new VoteRound(VoteReq.Kind.VOTE, 2, 0);

	@Test
	void aMajorityWins() {
		this.round.answered(1, true);
		assertThat(this.round.won(this.three)).isFalse();
		this.round.answered(3, true);
		assertThat(this.round.won(this.three)).isTrue();
	}

	@Test
	void oneRefusalOfThreeLeavesHopeWhileTheThirdCanAnswer() {
		this.round.answered(1, true);
		this.round.answered(2, false);
		assertThat(this.round.lost(this.three, (voter) -> true)).isFalse();
	}

	@Test
	void oneRefusalIsEnoughWhenTheThirdIsGone() {
		this.round.answered(1, true);
		this.round.answered(2, false);
		assertThat(this.round.lost(this.three, (voter) -> voter != 3)).isTrue();
	}

	@Test
	void silenceAloneLosesNothing() {
		this.round.answered(1, true);
		assertThat(this.round.lost(this.three, (voter) -> false)).isFalse();
	}

	@Test
	void theFirstAnswerCounts() {
		this.round.answered(1, true);
		this.round.answered(2, true);
		this.round.answered(2, false);
		assertThat(this.round.won(this.three)).isTrue();
	}

}
