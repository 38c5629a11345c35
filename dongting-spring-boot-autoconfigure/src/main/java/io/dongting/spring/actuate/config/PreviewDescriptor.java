package io.dongting.spring.actuate.config;

import java.util.List;
import java.util.SortedSet;

import io.dongting.raft.Membership;
import io.dongting.raft.MembershipPreview;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What a change would lead to. Nothing was changed.
 *
 * @param group the name of the group
 * @param before who belongs to the group now
 * @param after who would belong to it
 * @param reasonsAgainst what speaks against the change, empty if nothing does
 */
public record PreviewDescriptor(String group, Members before, Members after,
		List<String> reasonsAgainst) implements OperationResponseBody {

	static PreviewDescriptor of(String group, MembershipPreview preview) {
		return new PreviewDescriptor(group, Members.of(preview.before()), Members.of(preview.after()),
				preview.reasonsAgainst());
	}

	/**
	 * Those who belong to a group.
	 *
	 * @param members the voters
	 * @param observers those who receive the log without a vote
	 * @param quorum how many voters it takes to decide anything
	 * @param failureTolerance how many voters may be lost before nothing can be decided
	 */
	public record Members(SortedSet<Integer> members, SortedSet<Integer> observers, int quorum, int failureTolerance) {

		static Members of(Membership membership) {
			return new Members(membership.members(), membership.observers(), membership.quorum(),
					membership.toleratedFailures());
		}

	}

}
