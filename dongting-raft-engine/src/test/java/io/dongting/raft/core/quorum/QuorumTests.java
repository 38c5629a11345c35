package io.dongting.raft.core.quorum;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Trap D2: one arithmetic for everything, and any two quorums meet. */
class QuorumTests {

	@Test
	void theMajorityIsWhatMostHaveReached() {
		long[] match = { 0, 5, 7, 9 };
		assertThat(new Quorum(List.of(1), List.of()).reachedBy((voter) -> match[voter])).isEqualTo(5);
		assertThat(new Quorum(List.of(1, 2), List.of()).reachedBy((voter) -> match[voter])).isEqualTo(5);
		assertThat(new Quorum(List.of(1, 2, 3), List.of()).reachedBy((voter) -> match[voter])).isEqualTo(7);
	}

	@Test
	void aJointConfigurationNeedsBothMajorities() {
		Quorum joint = new Quorum(List.of(1, 2, 3), List.of(3, 4, 5));
		assertThat(joint.agreedBy((voter) -> voter <= 3)).isFalse();
		assertThat(joint.agreedBy((voter) -> voter >= 3)).isFalse();
		assertThat(joint.agreedBy((voter) -> voter != 1 && voter != 5)).isTrue();
		assertThat(joint.voters()).containsExactly(1, 2, 3, 4, 5);
	}

	@Test
	void nobodyDecidesWithoutVoters() {
		assertThat(new Quorum(List.of(), List.of()).agreedBy((voter) -> true)).isFalse();
	}

	@Test
	void anyTwoQuorumsOfAConfigurationAndItsNeighboursHaveACommonVoter() {
		for (int members = 1; members < 32; members++) {
			for (int prepared = 0; prepared < 32; prepared++) {
				Quorum joint = quorum(members, prepared);
				assertIntersect(joint, joint);
				assertIntersect(joint, quorum(members, 0));
				if (prepared != 0) {
					assertIntersect(joint, quorum(prepared, 0));
				}
			}
		}
	}

	private static void assertIntersect(Quorum one, Quorum other) {
		for (int agreeing = 0; agreeing < 32; agreeing++) {
			int disagreeing = 31 & ~agreeing;
			assertThat(agrees(one, agreeing) && agrees(other, disagreeing))
				.as("%s by %s and %s by %s", one, agreeing, other, disagreeing)
				.isFalse();
		}
	}

	private static boolean agrees(Quorum quorum, int mask) {
		return quorum.agreedBy((voter) -> (mask & (1 << (voter - 1))) != 0);
	}

	private static Quorum quorum(int members, int prepared) {
		return new Quorum(ids(members), ids(prepared));
	}

	private static List<Integer> ids(int mask) {
		List<Integer> ids = new ArrayList<>();
		for (int id = 1; id <= 5; id++) {
			if ((mask & (1 << (id - 1))) != 0) {
				ids.add(id);
			}
		}
		return ids;
	}

}
