package io.dongting.raft.server;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.RaftGroupImpl;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupTableTests {

	private final GroupTable table = new GroupTable();

	private static RaftGroupImpl group(int groupId) {
		return new RaftGroupImpl(1, new RaftGroupConfig("group-" + groupId, groupId, new TreeSet<>(Set.of(1)),
				new TreeSet<>(), RaftGroupOptions.DEFAULTS));
	}

	@Test
	void holdsWhatAMapWouldHold() {
		SplittableRandom random = new SplittableRandom(1);
		TreeMap<Integer, RaftGroupImpl> expected = new TreeMap<>();
		for (int i = 0; i < 1000; i++) {
			int groupId = 1 + random.nextInt(50);
			RaftGroupImpl known = expected.get(groupId);
			if (known != null && random.nextBoolean()) {
				expected.remove(groupId);
				this.table.remove(known);
			}
			else {
				RaftGroupImpl group = group(groupId);
				expected.put(groupId, group);
				this.table.add(group);
			}
			assertThat(this.table.all()).containsExactlyElementsOf(expected.values());
			assertThat(this.table.size()).isEqualTo(expected.size());
			assertThat(this.table.get(groupId)).isSameAs(expected.get(groupId));
		}
	}

	@Test
	void aGroupThatWasReplacedDoesNotTakeTheOtherWithIt() {
		RaftGroupImpl first = group(7);
		RaftGroupImpl second = group(7);
		this.table.add(first);
		this.table.add(second);
		this.table.remove(first);
		assertThat(this.table.get(7)).isSameAs(second);
	}

	@Test
	void everyChangeIsCounted() {
		RaftGroupImpl group = group(7);
		long before = this.table.changes();
		this.table.remove(group);
		assertThat(this.table.changes()).isEqualTo(before);
		this.table.add(group);
		long added = this.table.changes();
		assertThat(added).isGreaterThan(before);
		this.table.remove(group);
		assertThat(this.table.changes()).isGreaterThan(added);
	}

}
