package io.dongting.spring.autoconfigure.actuate;

import java.util.List;

import io.dongting.spring.autoconfigure.actuate.OperatedCluster.Answer;
import io.dongting.spring.autoconfigure.actuate.WrongRequests.WrongRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static io.dongting.spring.autoconfigure.actuate.ActuatorRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wrong input that is only found out in the middle of a change, on the leader and on a
 * follower: it gets the documented status, and nothing is changed anywhere. What is
 * refused at once is in {@link EndpointClusterTests}.
 */
class WrongInputClusterTests {

	private static final int LEADER = 1;

	private static final int FOLLOWER = 2;

	private static OperatedCluster cluster;

	@BeforeAll
	static void start() throws Exception {
		cluster = new OperatedCluster(WebStack.MVC);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@ParameterizedTest
	@FieldSource("io.dongting.spring.autoconfigure.actuate.WrongRequests#UNREACHABLE")
	void whatNeedsNodesThatNobodyReachesIsAConflict(WrongRequest wrong) throws Exception {
		assertRefused(wrong);
	}

	@Test
	void aChangeThatIsOnlyTriedChangesNothing() throws Exception {
		List<String> before = cluster.state();
		for (int node : List.of(LEADER, FOLLOWER)) {
			Answer answer = cluster.call(node, post("raftconfig/counter", """
					{ "members": "1,4,5", "dryRun": true }"""));
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			assertThat(answer.json().path("reasonsAgainst").size()).isPositive();
		}
		assertThat(cluster.state()).isEqualTo(before);
	}

	@Test
	void whatDoesNotFitAPreparedChangeLeavesItAsItIs() throws Exception {
		Answer prepared = cluster.call(FOLLOWER, post("raftconfig/counter/prepare", """
				{ "members": "1,2,3", "observers": "", "newMembers": "1,2", "newObservers": "3" }"""));
		assertThat(prepared.status()).as(prepared.body()).isEqualTo(200);
		long prepareIndex = prepared.json().path("prepareIndex").asLong();
		assertConflict(commit(prepareIndex - 1), "CONFIG_MISMATCH");
		assertConflict(commit(prepareIndex + 1), "CONFIG_MISMATCH");
		assertConflict(post("raftconfig/counter/prepare", """
				{ "newMembers": "2,3" }"""), "CONFIG_CHANGE_IN_PROGRESS");
		assertConflict(post("raftconfig/counter", """
				{ "members": "2,3" }"""), "CONFIG_CHANGE_IN_PROGRESS");
		assertConflict(post("raftleader/counter", """
				{ "nodeId": 2 }"""), "CONFIG_CHANGE_IN_PROGRESS");
		Answer committed = cluster.call(FOLLOWER, commit(prepareIndex));
		assertThat(committed.status()).as(committed.body()).isEqualTo(200);
		assertConflict(commit(prepareIndex - 1), "CONFIG_MISMATCH");
		assertConflict(post("raftconfig/counter/abort", "{}"), "CONFIG_MISMATCH");
		Answer back = cluster.call(LEADER, post("raftconfig/counter", """
				{ "members": "1,2,3", "observers": "" }"""));
		assertThat(back.status()).as(back.body()).isEqualTo(200);
	}

	private static ActuatorRequest commit(long prepareIndex) {
		return post("raftconfig/counter/commit", "{ \"prepareIndex\": " + prepareIndex + " }");
	}

	private static void assertConflict(ActuatorRequest request, String result) throws Exception {
		assertRefused(new WrongRequest(request, 409, result));
	}

	private static void assertRefused(WrongRequest wrong) throws Exception {
		List<String> before = cluster.state();
		for (int node : List.of(LEADER, FOLLOWER)) {
			wrong.assertRefusal(cluster.call(node, wrong.request()));
		}
		assertThat(cluster.state()).isEqualTo(before);
	}

}
