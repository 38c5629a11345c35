package io.dongting.raft.core.change;

import java.util.Collections;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.ChangeStage;
import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import org.jspecify.annotations.Nullable;

/**
 * What the status tells of a change that is under way. Only its leader knows whom it
 * waits for.
 */
final class ChangeReport {

	private ChangeReport() {
	}

	/** Return what to tell, {@code null} if there is no change. */
	static GroupStatus.@Nullable Change of(MemberManager members, @Nullable OpenChange change) {
		GroupConfiguration configuration = members.inForce();
		ChangeState state = (configuration != null) ? configuration.openChange() : null;
		if (state != null) {
			ChangeStage stage = (state.stage() == Stage.JOINT) ? ChangeStage.JOINT : ChangeStage.JOINING;
			return new GroupStatus.Change(state.plan().goal(), stage, state.plan().automatic(),
					(change != null) ? change.catchUp().behind() : Collections.emptySortedSet());
		}
		return (change != null && members.inForceCommitted()) ? new GroupStatus.Change(change.plan().goal(),
				ChangeStage.PREPARING, change.plan().automatic(), change.newcomers().missing()) : null;
	}

}
