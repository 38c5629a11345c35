package io.dongting.simulation.invariant;

import io.dongting.raft.core.GroupInspection;
import org.jspecify.annotations.Nullable;

/**
 * One replica and what it tells its users of its leadership: nothing unless it leads, and
 * not before all that was committed earlier is applied here. That no two leaderships have
 * the same token and later ones a greater follows from that the token is the term.
 */
final class TokenWatch {

	private final int nodeId;

	private final Violations violations;

	/** Told after the last step. */
	private long token;

	TokenWatch(int nodeId, Violations violations) {
		this.nodeId = nodeId;
		this.violations = violations;
	}

	void ended() {
		this.token = 0;
	}

	/**
	 * Compare with the step before.
	 * @param now the replica, {@code null} while its process does not run
	 */
	void afterStep(@Nullable GroupInspection now) {
		if (now == null) {
			return;
		}
		long told = now.fencingToken();
		if (told != 0) {
			this.violations.check(now.leads() && now.term() == told,
					"Fencing: node %d shows the token %d in term %d, which it %s", this.nodeId, told, now.term(),
					now.leads() ? "leads" : "does not lead");
		}
		if (told != 0 && told != this.token) {
			this.violations.check(now.termAt(now.commitIndex()) == told,
					"Fencing: node %d shows the token %d, but entry %d, the last that is committed, is of term %d",
					this.nodeId, told, now.commitIndex(), now.termAt(now.commitIndex()));
			this.violations.check(now.termAt(now.appliedIndex()) == told,
					"Fencing: node %d shows the token %d, but entry %d, the last it has applied, is of term %d",
					this.nodeId, told, now.appliedIndex(), now.termAt(now.appliedIndex()));
		}
		this.token = told;
	}

}
