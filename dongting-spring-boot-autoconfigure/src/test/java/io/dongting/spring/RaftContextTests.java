package io.dongting.spring;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RaftContext}.
 */
class RaftContextTests {

	private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

	/**
	 * The numbers stand here as they are: were they to change, a log applied by two
	 * versions would lead to two states.
	 */
	@Test
	void chanceIsTheSameOnEveryNodeAndInEveryVersion() {
		RandomGenerator chance = new RaftContext(17, 3, TIME).random();
		assertThat(chance.nextInt(1000)).isEqualTo(73);
		assertThat(chance.nextLong()).isEqualTo(-7273027320849065914L);
		assertThat(chance.nextDouble()).isEqualTo(0.04493235405236684);
		assertThat(chance.nextBoolean()).isFalse();
	}

	@Test
	void chanceGoesOnWithinACommand() {
		RaftContext context = new RaftContext(17, 3, TIME);
		assertThat(context.random().nextLong()).isNotEqualTo(context.random().nextLong());
	}

	@Test
	void chanceDiffersWithEachPartOfThePlace() {
		Set<Integer> first = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			first.add(new RaftContext(i, 3, TIME).random().nextInt());
			first.add(new RaftContext(1000, i + 10L, TIME).random().nextInt());
			first.add(new RaftContext(1000, 1000, TIME.plusSeconds(i)).random().nextInt());
			first.add(new RaftContext(1000, 2000, TIME.plusMillis(i)).random().nextInt());
		}
		assertThat(first).hasSize(400);
	}

	@Test
	void neighboursInTheLogDoNotResembleEachOther() {
		int[] counts = new int[10];
		for (int i = 0; i < 10_000; i++) {
			counts[new RaftContext(i, 1, TIME).random().nextInt(10)]++;
		}
		for (int count : counts) {
			assertThat(count).isBetween(850, 1150);
		}
	}

	@Test
	void aTestMayBringItsOwnChance() {
		assertThat(new RaftContext(1, 1, TIME, () -> 42).random().nextLong()).isEqualTo(42);
	}

	@Test
	void thereIsNoChanceOutsideOfTheLog() {
		assertThatIllegalStateException().isThrownBy(() -> RaftContext.FROM_LOG.random().nextInt());
	}

}
