package io.dongting.samples.kvstore.blackbox;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a node says about its group, as far as the tests ask.
 *
 * @param nodeId the node
 * @param condition whether the group works there
 * @param detail more about the condition
 * @param role what the node is to the group
 * @param term its term
 * @param leaderId its leader, 0 if not known
 * @param ready whether it has caught up
 * @param diskSpace how much room its disk has
 * @param commitIndex what is committed
 * @param appliedIndex what is applied
 * @param lastLogIndex what is in its log
 * @param members the voters
 * @param observers those without a vote
 * @param preparedMembers the voters to be
 * @param prepareIndex where that was prepared, 0 if it was not
 * @param snapshot the last snapshot
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record GroupState(int nodeId, String condition, @Nullable String detail, String role, long term, int leaderId,
		boolean ready, String diskSpace, long commitIndex, long appliedIndex, long lastLogIndex, List<Integer> members,
		List<Integer> observers, List<Integer> preparedMembers, long prepareIndex, Snapshot snapshot) {

	/**
	 * The last snapshot.
	 *
	 * @param index the last index it covers, 0 when there is none
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	record Snapshot(long index) {

	}

}
