package io.dongting.spring.autoconfigure.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.dongting.spring.autoconfigure.actuate.OperatedCluster.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to a node of an {@link OperatedCluster} that are to be refused, each with its
 * documented answer.
 */
final class WrongRequests {

	static final List<WrongRequest> NOT_FOUND = table((row) -> row.refused(404, row.cell(3)), """
			GET    | raft/other                       |                                      | NO_SUCH_GROUP
			POST   | raftleader/other                 | {}                                   | NO_SUCH_GROUP
			POST   | raftleader/counter?group=other   | {}                                   | NO_SUCH_GROUP
			POST   | raftleader/counter               | { "group": "other" }                 | NO_SUCH_GROUP
			POST   | raftconfig/other                 | { "members": "1,2" }                 | NO_SUCH_GROUP
			POST   | raftconfig/other/prepare         | { "newMembers": "1,2" }              | NO_SUCH_GROUP
			POST   | raftconfig/other/commit          | { "prepareIndex": 1 }                | NO_SUCH_GROUP
			POST   | raftconfig/other/abort           | {}                                   | NO_SUCH_GROUP
			POST   | raftconfig/counter/finish        | {}                                   | NO_SUCH_OPERATION
			POST   | raftsnapshot/other               | {}                                   | NO_SUCH_GROUP
			DELETE | raftsnapshot/other?beforeIndex=2 |                                      | NO_SUCH_GROUP
			DELETE | raftgroups/other                 |                                      | NO_SUCH_GROUP
			DELETE | raftnodes/9                      |                                      | NO_SUCH_NODE
			POST   | raftleader/counter               | { "nodeId": 9 }                      | NO_SUCH_NODE
			POST   | raftconfig/counter               | { "members": "1,2,9" }               | NO_SUCH_NODE
			POST   | raftconfig/counter               | { "observers": "9", "dryRun": true } | NO_SUCH_NODE
			POST   | raftconfig/counter/prepare       | { "newMembers": "1,2,9" }            | NO_SUCH_NODE
			POST   | raftgroups/more                  | { "members": "1,2,9" }               | NO_SUCH_NODE
			""");

	static final List<WrongRequest> BAD_VALUES = table((row) -> row.refused(400, "BAD_VALUE"),
			"""
					POST   | raftleader/counter                                       | { "nodeId": "two" }
					POST   | raftleader/counter                                       | { "nodeId": "" }
					POST   | raftleader/counter                                       | { "nodeId": -1 }
					POST   | raftleader/counter                                       | { "nodeId": 4294967298 }
					POST   | raftleader/counter                                       | { "timeout": "soon" }
					POST   | raftleader/counter                                       | { "timeout": "0s" }
					POST   | raftconfig/counter                                       | {}
					POST   | raftconfig/counter                                       | { "members": "" }
					POST   | raftconfig/counter                                       | { "members": "1,x" }
					POST   | raftconfig/counter                                       | { "members": "1,,2" }
					POST   | raftconfig/counter                                       | { "members": "1,2,2" }
					POST   | raftconfig/counter                                       | { "members": "0,1,2" }
					POST   | raftconfig/counter                                       | { "members": "1,2", "observers": "2,3" }
					POST   | raftconfig/counter                                       | { "members": "1,2", "timeout": "2h" }
					POST   | raftconfig/counter                                       | { "members": "1,2", "timeout": "" }
					POST   | raftconfig/counter                                       | { "members": "1,2", "timeout": "9223372036854775807d" }
					POST   | raftconfig/counter                                       | { "members": "1,2", "dryRun": "maybe" }
					POST   | raftconfig/counter/prepare                               | {}
					POST   | raftconfig/counter/prepare                               | { "newMembers": "" }
					POST   | raftconfig/counter/prepare                               | { "newMembers": "1;2" }
					POST   | raftconfig/counter/prepare                               | { "newMembers": "1,2", "members": "" }
					POST   | raftconfig/counter/prepare                               | { "newMembers": "1,2", "members": "me" }
					POST   | raftconfig/counter/prepare                               | { "newMembers": "1,2", "newObservers": "2" }
					POST   | raftconfig/counter/commit                                | {}
					POST   | raftconfig/counter/commit                                | { "prepareIndex": "last" }
					POST   | raftconfig/counter/commit                                | { "prepareIndex": 0 }
					POST   | raftsnapshot/counter                                     | { "timeout": "soon" }
					DELETE | raftsnapshot/counter                                     |
					DELETE | raftsnapshot/counter?beforeIndex=-1                      |
					DELETE | raftsnapshot/counter?beforeIndex=x                       |
					DELETE | raftsnapshot/counter?before=yesterday                    |
					DELETE | raftsnapshot/counter?before=1&beforeIndex=1              |
					DELETE | raftsnapshot/counter?before=%2B999999999-01-01T00:00:00Z |
					POST   | raftnodes/four                                           | { "address": "127.0.0.1:9334" }
					POST   | raftnodes/4294967297                                     | { "address": "127.0.0.1:9334" }
					POST   | raftnodes/0                                              | { "address": "127.0.0.1:9334" }
					POST   | raftnodes/6                                              | {}
					POST   | raftnodes/6                                              | { "address": "127.0.0.1" }
					POST   | raftnodes/6                                              | { "address": "127.0.0.1:0" }
					POST   | raftnodes/6                                              | { "address": "127.0.0.1:77777" }
					POST   | raftnodes/6                                              | { "address": "127.0.0.1:http" }
					POST   | raftnodes/6                                              | { "address": ":9336" }
					POST   | raftnodes/6                                              | { "address": "a b:9336" }
					DELETE | raftnodes/four                                           |
					POST   | raftgroups/more                                          | {}
					POST   | raftgroups/more                                          | { "members": "" }
					POST   | raftgroups/more                                          | { "members": "1,x" }
					POST   | raftgroups/more                                          | { "members": "1,2", "observers": "2" }
					POST   | raftgroups/more                                          | { "members": "1,2", "id": "seven" }
					POST   | raftgroups/More!                                         | { "members": "1,2" }
					""");

	static final List<WrongRequest> CONFLICTS = table((row) -> row.refused(409, row.cell(3)), """
			POST   | raftleader/counter         | { "nodeId": 4 }                             | NOT_VOTER
			POST   | raftconfig/counter/prepare | { "members": "1,2", "newMembers": "1,2,3" } | CONFIG_MISMATCH
			POST   | raftconfig/counter/prepare | { "members": "1,2,9", "newMembers": "1,2" } | CONFIG_MISMATCH
			POST   | raftconfig/counter/prepare | { "observers": "4", "newMembers": "1,2" }   | CONFIG_MISMATCH
			POST   | raftconfig/counter/prepare | { "newMembers": "1,2,3" }                   | CONFIG_MISMATCH
			POST   | raftconfig/counter/commit  | { "prepareIndex": 1 }                       | CONFIG_MISMATCH
			POST   | raftconfig/counter/commit  | { "prepareIndex": 9223372036854775807 }     | CONFIG_MISMATCH
			POST   | raftconfig/counter/abort   | {}                                          | CONFIG_MISMATCH
			POST   | raftsnapshot/counter       | {}                                          | NOT_SUPPORTED
			POST   | raftgroups/orders          | { "members": "1,2" }                        | NO_STATE_MACHINE
			POST   | raftgroups/counter         | { "members": "1,2" }                        | NAME_TAKEN
			POST   | raftgroups/more            | { "members": "1,2", "id": 7 }               | ID_TAKEN
			DELETE | raftnodes/3                |                                             | NODE_IN_USE
			""");

	/** These are refused when their time is over. */
	static final List<WrongRequest> UNREACHABLE = table((row) -> row.refused(409, "UNREACHABLE"), """
			POST | raftconfig/counter         | { "members": "1,4,5", "timeout": "2s" }
			POST | raftconfig/counter         | { "members": "4,5", "timeout": "2s" }
			POST | raftconfig/counter         | { "observers": "4", "timeout": "2s" }
			POST | raftconfig/counter/prepare | { "newMembers": "3,4,5", "timeout": "2s" }
			""");

	/** These get no further than the framework. */
	static final List<WrongRequest> MALFORMED = table(Row::malformed, """
			POST   | raftleader/counter       | application/json | {                     | 400
			POST   | raftconfig/counter       | application/json | { "members": [1, 2] } | 400
			POST   | raftgroups/more          | application/json | [ "1", "2" ]          | 400
			POST   | raftconfig/counter/abort | text/plain       | {}                    | 415
			POST   | raftnodes/6              | text/plain       | 127.0.0.1:9336        | 415
			POST   | raftsnapshot/counter     | text/plain       | {}                    | 415
			DELETE | raftconfig/counter       | application/json | {}                    | 405
			PUT    | raftleader/counter       | application/json | { "nodeId": 2 }       | 405
			GET    | raftgroups/more          | application/json | {}                    | 405
			""");

	private WrongRequests() {
	}

	/**
	 * Return all that are refused at once.
	 * @return the requests
	 */
	static List<WrongRequest> refusedAtOnce() {
		return Stream.of(NOT_FOUND, BAD_VALUES, CONFLICTS, MALFORMED).flatMap(List::stream).toList();
	}

	private static List<WrongRequest> table(Function<Row, WrongRequest> meaning, String lines) {
		return lines.lines().map((line) -> meaning.apply(Row.of(line))).toList();
	}

	/**
	 * A request that is to be refused.
	 *
	 * @param request the request
	 * @param status the HTTP status of the answer
	 * @param result what the answer calls it, {@code null} where the framework answers
	 */
	record WrongRequest(ActuatorRequest request, int status, @Nullable String result) {

		void assertRefusal(Answer answer) {
			assertThat(answer.status()).as("%s: %s", this, answer.body()).isEqualTo(this.status);
			if (this.result != null) {
				JsonNode error = answer.json();
				assertThat(error.propertyNames()).containsExactlyInAnyOrder("error", "result", "message");
				assertThat(error.path("result").asString("")).as("%s: %s", this, answer.body()).isEqualTo(this.result);
				assertThat(error.path("message").asString("")).isNotBlank();
			}
		}

		@Override
		public String toString() {
			return this.request + " -> " + this.status;
		}

	}

	/**
	 * A line of a table.
	 *
	 * @param cells its cells
	 */
	private record Row(List<String> cells) {

		static Row of(String line) {
			return new Row(Arrays.stream(line.split("\\|")).map(String::strip).toList());
		}

		String cell(int column) {
			return (column < this.cells.size()) ? this.cells.get(column) : "";
		}

		WrongRequest refused(int status, String result) {
			return new WrongRequest(ActuatorRequest.json(cell(0), cell(1), cell(2)), status, result);
		}

		WrongRequest malformed() {
			return new WrongRequest(new ActuatorRequest(cell(0), cell(1), cell(2), cell(3)), Integer.parseInt(cell(4)),
					null);
		}

	}

}
