package io.dongting.spring.autoconfigure.actuate;

import java.util.List;

import io.dongting.spring.autoconfigure.actuate.OperatedCluster.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wrong input to every endpoint of three nodes, the leader and a follower: each gets the
 * documented status, and nothing is changed anywhere.
 */
class WrongInputClusterTests {

	private static final int LEADER = 1;

	private static final int FOLLOWER = 2;

	private static final int CLOSED = 3;

	private static OperatedCluster cluster;

	@BeforeAll
	static void start() throws Exception {
		cluster = new OperatedCluster();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			GET    | raft/other                        |                                       | 404 | NO_SUCH_GROUP
			POST   | raftleader/other                  | {}                                    | 404 | NO_SUCH_GROUP
			POST   | raftleader/counter?group=other    | {}                                    | 404 | NO_SUCH_GROUP
			POST   | raftleader/counter                | { "group": "other" }                  | 404 | NO_SUCH_GROUP
			POST   | raftconfig/other                  | { "members": "1,2" }                  | 404 | NO_SUCH_GROUP
			POST   | raftconfig/other/prepare          | { "newMembers": "1,2" }               | 404 | NO_SUCH_GROUP
			POST   | raftconfig/other/commit           | { "prepareIndex": 1 }                 | 404 | NO_SUCH_GROUP
			POST   | raftconfig/other/abort            | {}                                    | 404 | NO_SUCH_GROUP
			POST   | raftconfig/counter/finish         | {}                                    | 404 | NO_SUCH_OPERATION
			POST   | raftsnapshot/other                | {}                                    | 404 | NO_SUCH_GROUP
			DELETE | raftsnapshot/other?beforeIndex=2  |                                       | 404 | NO_SUCH_GROUP
			DELETE | raftgroups/other                  |                                       | 404 | NO_SUCH_GROUP
			DELETE | raftnodes/9                       |                                       | 404 | NO_SUCH_NODE
			POST   | raftleader/counter                | { "nodeId": 9 }                       | 404 | NO_SUCH_NODE
			POST   | raftconfig/counter                | { "members": "1,2,9" }                | 404 | NO_SUCH_NODE
			POST   | raftconfig/counter                | { "observers": "9", "dryRun": true }  | 404 | NO_SUCH_NODE
			POST   | raftconfig/counter/prepare        | { "newMembers": "1,2,9" }             | 404 | NO_SUCH_NODE
			POST   | raftgroups/more                   | { "members": "1,2,9" }                | 404 | NO_SUCH_NODE
			""")
	void whatDoesNotExistIsNotFound(String method, String path, @Nullable String body, int status, String result)
			throws Exception {
		assertRefused(method, path, body, status, result);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					POST   | raftleader/counter                         | { "nodeId": "two" }
					POST   | raftleader/counter                         | { "nodeId": "" }
					POST   | raftleader/counter                         | { "nodeId": -1 }
					POST   | raftleader/counter                         | { "nodeId": 4294967298 }
					POST   | raftleader/counter                         | { "timeout": "soon" }
					POST   | raftleader/counter                         | { "timeout": "0s" }
					POST   | raftconfig/counter                         | {}
					POST   | raftconfig/counter                         | { "members": "" }
					POST   | raftconfig/counter                         | { "members": "1,x" }
					POST   | raftconfig/counter                         | { "members": "1,,2" }
					POST   | raftconfig/counter                         | { "members": "1,2,2" }
					POST   | raftconfig/counter                         | { "members": "0,1,2" }
					POST   | raftconfig/counter                         | { "members": "1,2", "observers": "2,3" }
					POST   | raftconfig/counter                         | { "members": "1,2", "timeout": "2h" }
					POST   | raftconfig/counter                         | { "members": "1,2", "timeout": "" }
					POST   | raftconfig/counter                         | { "members": "1,2", "timeout": "9223372036854775807d" }
					POST   | raftconfig/counter                         | { "members": "1,2", "dryRun": "maybe" }
					POST   | raftconfig/counter/prepare                 | {}
					POST   | raftconfig/counter/prepare                 | { "newMembers": "" }
					POST   | raftconfig/counter/prepare                 | { "newMembers": "1;2" }
					POST   | raftconfig/counter/prepare                 | { "newMembers": "1,2", "members": "" }
					POST   | raftconfig/counter/prepare                 | { "newMembers": "1,2", "members": "me" }
					POST   | raftconfig/counter/prepare                 | { "newMembers": "1,2", "newObservers": "2" }
					POST   | raftconfig/counter/commit                  | {}
					POST   | raftconfig/counter/commit                  | { "prepareIndex": "last" }
					POST   | raftconfig/counter/commit                  | { "prepareIndex": 0 }
					POST   | raftsnapshot/counter                       | { "timeout": "soon" }
					DELETE | raftsnapshot/counter                       |
					DELETE | raftsnapshot/counter?beforeIndex=-1        |
					DELETE | raftsnapshot/counter?beforeIndex=x         |
					DELETE | raftsnapshot/counter?before=yesterday      |
					DELETE | raftsnapshot/counter?before=1&beforeIndex=1 |
					DELETE | raftsnapshot/counter?before=%2B999999999-01-01T00:00:00Z |
					POST   | raftnodes/four                             | { "address": "127.0.0.1:9334" }
					POST   | raftnodes/4294967297                       | { "address": "127.0.0.1:9334" }
					POST   | raftnodes/0                                | { "address": "127.0.0.1:9334" }
					POST   | raftnodes/6                                | {}
					POST   | raftnodes/6                                | { "address": "127.0.0.1" }
					POST   | raftnodes/6                                | { "address": "127.0.0.1:0" }
					POST   | raftnodes/6                                | { "address": "127.0.0.1:77777" }
					POST   | raftnodes/6                                | { "address": "127.0.0.1:http" }
					POST   | raftnodes/6                                | { "address": ":9336" }
					POST   | raftnodes/6                                | { "address": "a b:9336" }
					DELETE | raftnodes/four                             |
					POST   | raftgroups/more                            | {}
					POST   | raftgroups/more                            | { "members": "" }
					POST   | raftgroups/more                            | { "members": "1,x" }
					POST   | raftgroups/more                            | { "members": "1,2", "observers": "2" }
					POST   | raftgroups/more                            | { "members": "1,2", "id": "seven" }
					POST   | raftgroups/More!                           | { "members": "1,2" }
					""")
	void whatMakesNoSenseIsABadValue(String method, String path, @Nullable String body) throws Exception {
		assertRefused(method, path, body, 400, "BAD_VALUE");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					POST   | raftleader/counter         | { "nodeId": 4 }                                       | NOT_VOTER
					POST   | raftconfig/counter         | { "members": "1,4,5", "timeout": "2s" }               | UNREACHABLE
					POST   | raftconfig/counter         | { "members": "4,5", "timeout": "2s" }                 | UNREACHABLE
					POST   | raftconfig/counter         | { "observers": "4", "timeout": "2s" }                 | UNREACHABLE
					POST   | raftconfig/counter/prepare | { "newMembers": "3,4,5", "timeout": "2s" }            | UNREACHABLE
					POST   | raftconfig/counter/prepare | { "members": "1,2", "newMembers": "1,2,3" }           | CONFIG_MISMATCH
					POST   | raftconfig/counter/prepare | { "members": "1,2,9", "newMembers": "1,2" }           | CONFIG_MISMATCH
					POST   | raftconfig/counter/prepare | { "observers": "4", "newMembers": "1,2" }             | CONFIG_MISMATCH
					POST   | raftconfig/counter/prepare | { "newMembers": "1,2,3" }                             | CONFIG_MISMATCH
					POST   | raftconfig/counter/commit  | { "prepareIndex": 1 }                                 | CONFIG_MISMATCH
					POST   | raftconfig/counter/commit  | { "prepareIndex": 9223372036854775807 }               | CONFIG_MISMATCH
					POST   | raftconfig/counter/abort   | {}                                                    | CONFIG_MISMATCH
					POST   | raftsnapshot/counter       | {}                                                    | NOT_SUPPORTED
					POST   | raftgroups/orders          | { "members": "1,2" }                                  | NO_STATE_MACHINE
					POST   | raftgroups/counter         | { "members": "1,2" }                                  | NAME_TAKEN
					POST   | raftgroups/more            | { "members": "1,2", "id": 7 }                         | ID_TAKEN
					DELETE | raftnodes/3                |                                                       | NODE_IN_USE
					""")
	void whatStandsAgainstItIsAConflict(String method, String path, @Nullable String body, String result)
			throws Exception {
		assertRefused(method, path, body, 409, result);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			POST   | raftleader/counter         | application/json | {                      | 400
			POST   | raftconfig/counter         | application/json | { "members": [1, 2] }  | 400
			POST   | raftgroups/more            | application/json | [ "1", "2" ]           | 400
			POST   | raftconfig/counter/abort   | text/plain       | {}                     | 415
			POST   | raftnodes/6                | text/plain       | 127.0.0.1:9336         | 415
			POST   | raftsnapshot/counter       | text/plain       | {}                     | 415
			DELETE | raftconfig/counter         | application/json | {}                     | 405
			PUT    | raftleader/counter         | application/json | { "nodeId": 2 }        | 405
			GET    | raftgroups/more            | application/json | {}                     | 405
			""")
	void whatIsNoSuchRequestHasTheAnswerOfTheFramework(String method, String path, String type, String body, int status)
			throws Exception {
		List<String> before = cluster.state();
		for (int node : List.of(LEADER, FOLLOWER)) {
			assertThat(cluster.call(node, method, path, type, body).status()).isEqualTo(status);
		}
		assertThat(cluster.state()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			POST   | raftleader/counter                 | { "nodeId": 2 }
			POST   | raftconfig/counter                 | { "members": "1,2" }
			POST   | raftconfig/counter/prepare         | { "newMembers": "1,2" }
			POST   | raftconfig/counter/commit          | { "prepareIndex": 1 }
			POST   | raftconfig/counter/abort           | {}
			POST   | raftsnapshot/counter               | {}
			DELETE | raftsnapshot/counter?beforeIndex=2 |
			POST   | raftgroups/more                    | { "members": "3" }
			DELETE | raftgroups/counter                 |
			POST   | raftnodes/6                        | { "address": "127.0.0.1:9336" }
			DELETE | raftnodes/5                        |
			""")
	void whatChangesSomethingIsClosedUntilItIsOpened(String method, String path, @Nullable String body)
			throws Exception {
		List<String> before = cluster.state();
		assertThat(cluster.call(CLOSED, method, path, text(body)).status()).isEqualTo(404);
		assertThat(cluster.state()).isEqualTo(before);
	}

	@Test
	void aChangeThatIsOnlyTriedChangesNothing() throws Exception {
		List<String> before = cluster.state();
		for (int node : List.of(LEADER, FOLLOWER)) {
			Answer answer = cluster.call(node, "POST", "raftconfig/counter", """
					{ "members": "1,4,5", "dryRun": true }""");
			assertThat(answer.status()).as(answer.body()).isEqualTo(200);
			assertThat(answer.json().path("reasonsAgainst").size()).isPositive();
		}
		assertThat(cluster.state()).isEqualTo(before);
	}

	@Test
	void whatDoesNotFitAPreparedChangeLeavesItAsItIs() throws Exception {
		Answer prepared = cluster.call(FOLLOWER, "POST", "raftconfig/counter/prepare", """
				{ "members": "1,2,3", "observers": "", "newMembers": "1,2", "newObservers": "3" }""");
		assertThat(prepared.status()).as(prepared.body()).isEqualTo(200);
		long prepareIndex = prepared.json().path("prepareIndex").asLong();
		assertRefused("POST", "raftconfig/counter/commit", commit(prepareIndex - 1), 409, "CONFIG_MISMATCH");
		assertRefused("POST", "raftconfig/counter/commit", commit(prepareIndex + 1), 409, "CONFIG_MISMATCH");
		assertRefused("POST", "raftconfig/counter/prepare", """
				{ "newMembers": "2,3" }""", 409, "CONFIG_CHANGE_IN_PROGRESS");
		assertRefused("POST", "raftconfig/counter", """
				{ "members": "2,3" }""", 409, "CONFIG_CHANGE_IN_PROGRESS");
		assertRefused("POST", "raftleader/counter", """
				{ "nodeId": 2 }""", 409, "CONFIG_CHANGE_IN_PROGRESS");
		Answer committed = cluster.call(FOLLOWER, "POST", "raftconfig/counter/commit", commit(prepareIndex));
		assertThat(committed.status()).as(committed.body()).isEqualTo(200);
		assertRefused("POST", "raftconfig/counter/commit", commit(prepareIndex - 1), 409, "CONFIG_MISMATCH");
		assertRefused("POST", "raftconfig/counter/abort", "{}", 409, "CONFIG_MISMATCH");
		Answer back = cluster.call(LEADER, "POST", "raftconfig/counter", """
				{ "members": "1,2,3", "observers": "" }""");
		assertThat(back.status()).as(back.body()).isEqualTo(200);
	}

	private static String commit(long prepareIndex) {
		return "{ \"prepareIndex\": " + prepareIndex + " }";
	}

	private static void assertRefused(String method, String path, @Nullable String body, int status, String result)
			throws Exception {
		List<String> before = cluster.state();
		for (int node : List.of(LEADER, FOLLOWER)) {
			Answer answer = cluster.call(node, method, path, text(body));
			assertThat(answer.status()).as("node %d says %s", node, answer.body()).isEqualTo(status);
			assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("error", "result", "message");
			assertThat(answer.json().path("result").asString("")).as(answer.body()).isEqualTo(result);
			assertThat(answer.json().path("message").asString("")).isNotBlank();
		}
		assertThat(cluster.state()).isEqualTo(before);
	}

	/** An empty column is no body. */
	private static String text(@Nullable String body) {
		return (body != null) ? body : "";
	}

}
