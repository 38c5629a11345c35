package io.dongting.raft.server;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.GroupFacts;
import io.dongting.raft.transport.HostedGroup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is remembered of another node. */
class PeerViewTests {

	private final PeerView view = new PeerView(() -> 0);

	private static GroupFacts own(int groupId, String name) {
		SortedSet<Integer> members = new TreeSet<>(List.of(1, 2, 3));
		return new GroupFacts(new RaftGroupConfig(name, groupId, members, new TreeSet<>(), RaftGroupOptions.DEFAULTS),
				null, null, 0);
	}

	private static HostedGroup theirs(int groupId, String name) {
		return own(groupId, name).said();
	}

	@Test
	void groupsThatAreNotHostedHereAnyMoreAreForgotten() {
		this.view.says(theirs(1, "stays"));
		this.view.says(theirs(2, "goes"));
		this.view.answers(own(3, "missing"), List.of());
		this.view.retain(Set.of(1), Set.of("stays"));
		assertThat(this.view.hosted()).extracting(HostedGroup::name).containsExactly("stays");
		assertThat(this.view.missing()).isEmpty();
	}

	/** It is what has to be told of. */
	@Test
	void groupsWithTheNumberOrTheNameOfOneHereAreRemembered() {
		this.view.says(theirs(1, "other-name"));
		this.view.says(theirs(2, "other-number"));
		this.view.answers(own(3, "missing"), List.of());
		this.view.retain(Set.of(1, 7, 3), Set.of("name", "other-number", "missing"));
		assertThat(this.view.hosted()).extracting(HostedGroup::groupId).containsExactly(1, 2);
		assertThat(this.view.missing()).containsExactly(3);
	}

	@Test
	void aGroupThatDidNotFitFitsOnceItIsForgotten() {
		this.view.says(theirs(1, "stays"));
		this.view.says(theirs(2, "goes"));
		assertThat(this.view.fits(1, (group) -> group.groupId() == 1)).isFalse();
		this.view.retain(Set.of(1), Set.of("stays"));
		assertThat(this.view.fits(1, (group) -> group.groupId() == 1)).isTrue();
	}

}
