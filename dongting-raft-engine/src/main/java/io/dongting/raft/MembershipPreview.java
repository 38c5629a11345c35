package io.dongting.raft;

import java.util.List;

/**
 * What a change of the membership would lead to. Nothing was changed.
 *
 * @param before the membership now
 * @param after the membership to which the change would lead
 * @param reasonsAgainst what speaks against it at the moment, a sentence each; empty if
 * nothing does
 */
public record MembershipPreview(Membership before, Membership after, List<String> reasonsAgainst) {

	public MembershipPreview {
		reasonsAgainst = List.copyOf(reasonsAgainst);
	}

}
