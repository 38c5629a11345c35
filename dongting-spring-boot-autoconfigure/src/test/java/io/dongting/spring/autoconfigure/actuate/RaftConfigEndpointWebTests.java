package io.dongting.spring.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.Membership;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.MembershipException;
import io.dongting.raft.MembershipException.Result;
import io.dongting.raft.MembershipPreview;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftGroups;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Tests for the endpoint {@code raftconfig} over HTTP.
 */
@OperatedApplicationTest
class RaftConfigEndpointWebTests {

	private static final Duration MINUTE = Duration.ofSeconds(60);

	private final Operations operations;

	private final RaftGroup group;

	@Autowired
	RaftConfigEndpointWebTests(RestTestClient client, RaftGroups groups) {
		this.operations = new Operations(client, "/actuator/raftconfig/");
		this.group = groups.get("kv");
	}

	@BeforeEach
	void renewGroup() {
		OperatedApplication.renew(this.group);
	}

	@Test
	void preparesFromTheSetsThatTheCallerKnows() {
		givenPrepared(Set.of(1, 2, 3), Set.of(), Set.of(2, 3, 4), Set.of(), MINUTE, 17);
		this.operations.post("kv/prepare", """
				{ "members": "1,2,3", "observers": "", "newMembers": "2,3,4", "newObservers": "" }""").answers(200, """
				{ "group": "kv", "result": "PREPARED", "index": 17, "prepareIndex": 17 }""");
	}

	@Test
	void preparesWithinTheTimeout() {
		givenPrepared(Set.of(1, 2, 3), Set.of(), Set.of(2, 3, 4), Set.of(), Duration.ofSeconds(5), 17);
		this.operations.post("kv/prepare", """
				{ "members": "1,2,3", "observers": "", "newMembers": "2,3,4", "timeout": "5s" }""").answers(200, """
				{ "group": "kv", "result": "PREPARED", "index": 17, "prepareIndex": 17 }""");
	}

	@Test
	void setsThatAreNotGivenStayAsTheyAreWhenPreparing() {
		givenPrepared(Set.of(1, 2, 3), Set.of(4), Set.of(1, 2, 5), Set.of(4), MINUTE, 17);
		this.operations.post("kv/prepare", """
				{ "newMembers": "1,2,5" }""").answers(200, """
				{ "group": "kv", "result": "PREPARED", "index": 17, "prepareIndex": 17 }""");
	}

	@Test
	void observersThatBecomeMembersAreNoObserversAnyMore() {
		givenPrepared(Set.of(1, 2, 3), Set.of(4), Set.of(1, 2, 4), Set.of(), MINUTE, 17);
		this.operations.post("kv/prepare", """
				{ "newMembers": "1,2,4" }""").answers(200, """
				{ "group": "kv", "result": "PREPARED", "index": 17, "prepareIndex": 17 }""");
	}

	@Test
	void commitsWhatWasPrepared() {
		given(this.group.leaderCommitJointConsensus(17)).willReturn(done(18));
		this.operations.post("kv/commit", """
				{ "prepareIndex": 17 }""").answers(200, """
				{ "group": "kv", "result": "COMMITTED", "index": 18 }""");
	}

	@Test
	void abortsWhateverIsUnderWay() {
		given(this.group.cancelMembershipChange()).willReturn(done(19));
		this.operations.post("kv/abort", "{}").answers(200, """
				{ "group": "kv", "result": "ABORTED", "index": 19 }""");
	}

	@Test
	void changesInOneCall() {
		given(this.group.changeMembership(change(NodeSets.of(1, 2, 4), NodeSets.of(5), Duration.ofSeconds(30))))
			.willReturn(done(21));
		this.operations.post("kv", """
				{ "members": "1,2,4", "observers": "5", "timeout": "30s" }""").answers(200, """
				{ "group": "kv", "result": "CHANGED", "index": 21 }""");
	}

	@Test
	void setsThatAreNotGivenStayAsTheyAre() {
		given(this.group.changeMembership(change(NodeSets.of(1, 2, 4), null, MINUTE))).willReturn(done(21));
		this.operations.post("kv", """
				{ "members": "1,2,4" }""").answers(200, """
				{ "group": "kv", "result": "CHANGED", "index": 21 }""");
		given(this.group.changeMembership(change(null, NodeSets.of(), MINUTE))).willReturn(done(22));
		this.operations.post("kv", """
				{ "observers": "" }""").answers(200, """
				{ "group": "kv", "result": "CHANGED", "index": 22 }""");
	}

	@Test
	void saysWhatAChangeWouldLeadTo() {
		given(this.group.previewMembershipChange(change(NodeSets.of(1, 2, 3, 4, 5), NodeSets.of(), MINUTE))).willReturn(
				CompletableFuture.completedFuture(new MembershipPreview(Membership.of(List.of(1, 2, 3), List.of(6)),
						Membership.of(List.of(1, 2, 3, 4, 5), List.of()), List.of("Node 5 cannot be reached."))));
		this.operations.post("kv", """
				{ "members": "1,2,3,4,5", "observers": "", "dryRun": true }""").answers(200, """
				{
					"group": "kv",
					"before": { "members": [1, 2, 3], "observers": [6], "quorum": 2, "failureTolerance": 1 },
					"after": { "members": [1, 2, 3, 4, 5], "observers": [], "quorum": 3, "failureTolerance": 2 },
					"reasonsAgainst": ["Node 5 cannot be reached."]
				}""");
		then(this.group).should(never()).changeMembership(any());
	}

	@ParameterizedTest
	@EnumSource
	void whatTheLeaderRefusesIsAConflict(Result result) {
		MembershipException refusal = new MembershipException(result, "Why.");
		given(this.group.changeMembership(any())).willReturn(CompletableFuture.failedFuture(refusal));
		given(this.group.leaderPrepareJointConsensus(any(), any(), any(), any(), any()))
			.willReturn(CompletableFuture.failedFuture(refusal));
		given(this.group.leaderCommitJointConsensus(anyLong())).willReturn(CompletableFuture.failedFuture(refusal));
		given(this.group.cancelMembershipChange()).willReturn(CompletableFuture.failedFuture(refusal));
		String answer = """
				{ "error": "Conflict", "result": "%s", "message": "Why." }""".formatted(result);
		this.operations.post("kv", """
				{ "members": "1,2" }""").answers(409, answer);
		this.operations.post("kv/prepare", """
				{ "newMembers": "1,2" }""").answers(409, answer);
		this.operations.post("kv/commit", """
				{ "prepareIndex": 3 }""").answers(409, answer);
		this.operations.post("kv/abort", "{}").answers(409, answer);
	}

	@Test
	void aChangeThatIsNotDoneInTimeMayBeDoneYet() {
		given(this.group.changeMembership(any()))
			.willReturn(CompletableFuture.failedFuture(new OutcomeUnknownException("Who knows.")));
		this.operations.post("kv", """
				{ "members": "1,2" }""").answers(504, """
				{ "error": "Gateway Timeout", "result": "OUTCOME_UNKNOWN", "message": "Who knows." }""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "other", "other/prepare", "other/commit", "other/abort" })
	void anUnknownGroupIsNotFound(String path) {
		this.operations.post(path, "{}")
			.answers(404,
					"""
							{ "error": "Not Found", "result": "NO_SUCH_GROUP", "message": "This node has no Raft group 'other'." }""");
	}

	@Test
	void anUnknownStepIsNotFound() {
		this.operations.post("kv/finish", "{}").answers(404, """
				{ "error": "Not Found", "result": "NO_SUCH_OPERATION",
					"message": "There is no 'finish', only prepare, commit and abort." }""");
	}

	@Test
	void anUnknownNodeIsNotFound() {
		String answer = """
				{ "error": "Not Found", "result": "NO_SUCH_NODE",
					"message": "Node 9 is not among the nodes [1, 2, 3, 4, 5, 6, 7]." }""";
		this.operations.post("kv", """
				{ "members": "1,2,9" }""").answers(404, answer);
		this.operations.post("kv", """
				{ "observers": "9" }""").answers(404, answer);
		this.operations.post("kv/prepare", """
				{ "newMembers": "1,2,9" }""").answers(404, answer);
		assertNothingWasDone();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			kv         | { "members": "" }                        | 'members' must not be empty
			kv         | { "members": "1,x" }                     | 'members' has to be a comma list
			kv         | { "members": "1,1" }                     | 'members' names node 1 twice
			kv         | { "members": "1,2", "observers": "2" }   | Invalid 'observers'
			kv         | { "members": "1,2", "timeout": "2h" }    | 'timeout' has to be from 1ms to 3600s
			kv         | { "members": "1,2", "dryRun": "maybe" }  | 'dryRun' has to be true or false
			kv         | { }                                      | 'members' is missing
			kv/prepare | { "members": "1,2,3" }                   | 'newMembers' is missing
			kv/prepare | { "newMembers": "" }                     | 'newMembers' must not be empty
			kv/prepare | { "newMembers": "1", "members": "" }     | Invalid 'members'
			kv/prepare | { "newMembers": "1", "observers": "a" }  | 'observers' has to be a comma list
			kv/commit  | { }                                      | 'prepareIndex' is missing
			kv/commit  | { "prepareIndex": 0 }                    | 'prepareIndex' has to be a positive number
			""")
	void aBadValueIsRefused(String path, String body, String message) {
		this.operations.post(path, body).refuses(message);
		assertNothingWasDone();
	}

	@Test
	void otherRequestsHaveTheAnswersOfTheFramework() {
		this.operations.post("kv", "{").hasStatus(400);
		this.operations.post("kv", """
				{ "members": [1, 2] }""").hasStatus(400);
		this.operations.get("kv").hasStatus(405);
		this.operations.delete("kv").hasStatus(405);
		this.operations.postText("kv/abort", "{}").hasStatus(415);
		assertNothingWasDone();
	}

	private void assertNothingWasDone() {
		then(this.group).should(never()).changeMembership(any());
		then(this.group).should(never()).leaderPrepareJointConsensus(any(), any(), any(), any(), any());
		then(this.group).should(never()).leaderCommitJointConsensus(anyLong());
		then(this.group).should(never()).cancelMembershipChange();
	}

	private void givenPrepared(Set<Integer> members, Set<Integer> observers, Set<Integer> newMembers,
			Set<Integer> newObservers, Duration timeout, long index) {
		given(this.group.leaderPrepareJointConsensus(members, observers, newMembers, newObservers, timeout))
			.willReturn(done(index));
	}

	private static MembershipChange change(@Nullable SortedSet<Integer> members, @Nullable SortedSet<Integer> observers,
			Duration timeout) {
		return new MembershipChange(members, observers, timeout);
	}

	private static CompletableFuture<Long> done(long index) {
		return CompletableFuture.completedFuture(index);
	}

}
