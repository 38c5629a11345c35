package io.dongting.raft;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MembershipTests {

	private static final Membership CURRENT = Membership.of(Set.of(1, 2, 3), Set.of(4, 5));

	@Test
	void aMembershipNeedsMembers() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> Membership.of(Set.of(), Set.of(1)))
			.satisfies((ex) -> assertThat(ex.name()).isEqualTo("members"));
	}

	@Test
	void aNodeIsAMemberOrAnObserver() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> Membership.of(Set.of(1, 2), Set.of(2)))
			.withMessageContaining("[2]");
	}

	@Test
	void nodeIdsArePositive() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> Membership.of(Set.of(1, 2), Set.of(0)));
	}

	@Test
	void aGroupIsNotLargerThanAConfigurationEntryMayBe() {
		List<Integer> members = IntStream.rangeClosed(1, Membership.MAX_NODES).boxed().toList();
		assertThat(Membership.of(members, Set.of()).nodes()).hasSize(Membership.MAX_NODES);
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> Membership.of(members, Set.of(Membership.MAX_NODES + 1)));
	}

	@Test
	void anEvenNumberOfMembersBearsNoMoreFailuresThanOneLess() {
		assertThat(Membership.of(Set.of(1, 2, 3), Set.of()).toleratedFailures()).isEqualTo(1);
		assertThat(Membership.of(Set.of(1, 2, 3, 4), Set.of()).toleratedFailures()).isEqualTo(1);
		assertThat(Membership.of(Set.of(1, 2, 3, 4), Set.of()).quorum()).isEqualTo(3);
	}

	@Test
	void whatIsNotSaidStaysAsItIs() {
		assertThat(change(null, null)).isEqualTo(CURRENT);
		assertThat(change(ids(1, 2), null)).isEqualTo(Membership.of(Set.of(1, 2), Set.of(4, 5)));
		assertThat(change(null, ids())).isEqualTo(Membership.of(Set.of(1, 2, 3), Set.of()));
	}

	@Test
	void whoIsNamedInOneSetLeavesTheOther() {
		assertThat(change(ids(1, 2, 3, 4), null)).isEqualTo(Membership.of(Set.of(1, 2, 3, 4), Set.of(5)));
		assertThat(change(null, ids(3, 4))).isEqualTo(Membership.of(Set.of(1, 2), Set.of(3, 4)));
	}

	@Test
	void aMemberIsAlwaysLeft() {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> change(null, ids(1, 2, 3)));
	}

	@Test
	void aChangeThatCanNeverBeIsRefusedWhenItIsMade() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> new MembershipChange(ids(), null, Duration.ofSeconds(1)));
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> new MembershipChange(ids(1), ids(1), Duration.ofSeconds(1)));
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> new MembershipChange(ids(1), null, Duration.ZERO));
	}

	private static Membership change(@Nullable SortedSet<Integer> members, @Nullable SortedSet<Integer> observers) {
		return new MembershipChange(members, observers, Duration.ofSeconds(1)).appliedTo(CURRENT);
	}

	private static SortedSet<Integer> ids(Integer... ids) {
		return new TreeSet<>(List.of(ids));
	}

}
