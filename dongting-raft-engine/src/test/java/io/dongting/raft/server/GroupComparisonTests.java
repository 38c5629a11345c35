package io.dongting.raft.server;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.core.GroupFacts;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.Replica;
import io.dongting.raft.transport.HostedGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What node 1 finds when it compares its group with what node 2 says.
 */
class GroupComparisonTests {

	private static final UUID CLUSTER = new UUID(7, 7);

	private final GroupComparison comparison;

	GroupComparisonTests() {
		TreeMap<Integer, HostPort> addresses = new TreeMap<>();
		addresses.put(1, new HostPort("node1", 7000));
		addresses.put(2, new HostPort("node2", 7000));
		this.comparison = new GroupComparison(1,
				new KnownNodes(new RaftServerConfig(1, addresses, addresses.get(1)), new MessageDelivery(1)));
	}

	private static SortedSet<Integer> set(Integer... ids) {
		return new TreeSet<>(List.of(ids));
	}

	private static RaftGroupConfig config(Integer... members) {
		return new RaftGroupConfig("list", 7, set(members), Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS);
	}

	/** Node n holds replica n. */
	private static UUID replica(int node) {
		return new UUID(0, node);
	}

	private static GroupFacts begun(long index, Integer... members) {
		SortedMap<Integer, Replica> replicas = new TreeMap<>();
		for (int member : members) {
			replicas.put(member, new Replica(member, new HostPort("node" + member, 7000), replica(member)));
		}
		return new GroupFacts(config(members), replica(1),
				GroupConfiguration.founding(CLUSTER, replica(1), replicas, set(members), Collections.emptySortedSet()),
				index);
	}

	private static GroupFacts empty(Integer... members) {
		return new GroupFacts(config(members), replica(1), null, 0);
	}

	private static HostedGroup said(UUID replica, @Nullable UUID cluster, long index, Integer... members) {
		return new HostedGroup(7, "list", replica, cluster, index, set(members), Collections.emptySortedSet());
	}

	private List<Finding> compare(GroupFacts own, HostedGroup... theirs) {
		PeerView view = new PeerView(() -> 0);
		view.answers(own, List.of(theirs));
		return this.comparison.compare(Map.of(own.groupId(), own), 2, view);
	}

	@Test
	void theSameGroupWithTheSameConfigurationFits() {
		assertThat(compare(begun(5, 1, 2, 3), said(replica(2), CLUSTER, 5, 1, 2, 3))).isEmpty();
		assertThat(compare(empty(1, 2, 3), said(replica(2), null, 0, 1, 2, 3))).isEmpty();
	}

	@Test
	void aConfigurationThatIsOlderOrNewerFits() {
		assertThat(compare(begun(5, 1, 2, 3), said(replica(2), CLUSTER, 1, 2, 3))).isEmpty();
		assertThat(compare(begun(5, 1, 3), said(replica(2), CLUSTER, 9, 1, 2, 3))).isEmpty();
		assertThat(compare(begun(5, 1, 2, 3), said(replica(2), null, 0, 2, 3))).as("waits for its first entry")
			.isEmpty();
		assertThat(compare(begun(5, 1, 3), said(replica(2), null, 0, 1, 3))).as("waits to be added").isEmpty();
	}

	@Test
	void twoThatTakePartWithoutNamingEachOtherAreTold() {
		assertThat(compare(begun(5, 1, 3), said(replica(2), CLUSTER, 9, 2, 4))).singleElement().satisfies((finding) -> {
			assertThat(finding.refused()).isFalse();
			assertThat(finding.text())
				.contains("Group 'list' on node 1 at node1:7000 has the members [1, 3] and observers [] since entry 5")
				.contains("on node 2 at node2:7000 the members [2, 4] and observers [] since entry 9");
		});
		assertThat(compare(begun(9, 3, 4), said(replica(2), CLUSTER, 9, 3, 4))).as("both were removed").isEmpty();
	}

	/** Trap P13: what the wiped node itself waits for is told on the others too. */
	@Test
	void aReplacedDiskIsTold() {
		UUID other = new UUID(9, 9);
		assertThat(compare(begun(5, 1, 2, 3), said(other, null, 0, 1, 2, 3))).singleElement().satisfies((finding) -> {
			assertThat(finding.refused()).isFalse();
			assertThat(finding.text())
				.contains("on node 1 at node1:7000 knows node 2 as replica " + replica(2),
						"on node 2 at node2:7000 is the empty replica " + other)
				.endsWith("until node 2 is removed from the group and added again.");
		});
		assertThat(compare(begun(5, 1, 2, 3), said(other, CLUSTER, 9, 1, 2, 3))).as("added again under it").isEmpty();
	}

	@Test
	void anotherClusterIsRefusedAndNamedOnBothSides() {
		UUID other = new UUID(8, 8);
		assertThat(compare(begun(5, 1, 2), said(replica(2), other, 1, 1, 2))).singleElement().satisfies((finding) -> {
			assertThat(finding.refused()).isTrue();
			assertThat(finding.text()).contains("node 1 at node1:7000 belongs to cluster " + CLUSTER,
					"node 2 at node2:7000 to cluster " + other);
		});
	}

	@Test
	void ofAGroupThatDoesNotRunOnlyNumberAndNameAreCompared() {
		HostedGroup idle = new HostedGroup(7, "list", null, null, 0, Collections.emptySortedSet(),
				Collections.emptySortedSet());
		assertThat(compare(begun(5, 1, 2), idle)).isEmpty();
		assertThat(compare(new GroupFacts(config(1, 2), null, null, 0), said(replica(2), CLUSTER, 5, 4, 5))).isEmpty();
		HostedGroup other = new HostedGroup(7, "orders", null, null, 0, Collections.emptySortedSet(),
				Collections.emptySortedSet());
		assertThat(compare(begun(5, 1, 2), other)).singleElement()
			.satisfies((finding) -> assertThat(finding.refused()).isTrue());
	}

	@Test
	void aGroupThatAMemberDoesNotHostIsTold() {
		assertThat(compare(begun(5, 1, 2))).singleElement()
			.satisfies((finding) -> assertThat(finding.text()).contains("node 2 at node2:7000 hosts neither"));
		assertThat(compare(begun(5, 1, 3))).isEmpty();
	}

	@Test
	void whatWasSaidBeforeOfTheSameNameOrNumberIsForgotten() {
		PeerView view = new PeerView(() -> 0);
		GroupFacts own = begun(5, 1, 2);
		view.says(new HostedGroup(8, "list", null, null, 0, set(), set()));
		view.says(new HostedGroup(7, "orders", null, null, 0, set(), set()));
		assertThat(this.comparison.compare(Map.of(7, own), 2, view)).hasSize(2).allMatch(Finding::refused);
		view.says(said(replica(2), CLUSTER, 5, 1, 2));
		assertThat(view.hosted()).singleElement().isEqualTo(said(replica(2), CLUSTER, 5, 1, 2));
		view.answers(own, List.of());
		assertThat(view.hosted()).isEmpty();
		assertThat(view.missing()).containsExactly(7);
	}

	@Test
	void twoProcessesWithOneNodeIdAreTold() {
		PeerView view = new PeerView(() -> 0);
		GroupFacts own = begun(1, 1, 2);
		for (int i = 0; i < 2; i++) {
			view.says(said(replica(2), CLUSTER, 1, 1, 2));
			view.says(said(replica(3), null, 0, 1, 2));
		}
		assertThat(this.comparison.compare(Map.of(7, own), 2, view)).extracting(Finding::text)
			.anySatisfy((text) -> assertThat(text).startsWith("Group 'list' on node 1 at node1:7000 hears the replicas")
				.contains(replica(2).toString(), replica(3).toString(), "in turn, both as node 2 at node2:7000",
						"two processes have the node id 2"));
	}

}
