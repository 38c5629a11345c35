package io.dongting.simulation.invariant;

import java.nio.ByteBuffer;

import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.log.vote.Floor;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.RefillStage;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * What one replica owes whose log was damaged and is being refilled: it may lack what it
 * once took for durable only as long as a floor that is durable stands for all of that
 * (R28). It counts as holding those entries meanwhile, since whoever counted its
 * acknowledgements does.
 */
final class RefillWatch {

	private final SimulatedNode node;

	private final String voteFile;

	private final Violations violations;

	private final Coverage coverage;

	/** Somebody wants the log refilled, and it may be begun anew at any start. */
	private boolean asked;

	/** The terms of what was durable before, empty when nothing is owed. */
	private long[] owed = {};

	RefillWatch(SimulatedNode node, String group, Violations violations, Coverage coverage) {
		this.node = node;
		this.voteFile = "groups/" + group + "/vote";
		this.violations = violations;
		this.coverage = coverage;
	}

	void has(RefillStage stage) {
		this.asked = stage == RefillStage.WANTED || (this.asked && stage == RefillStage.BEGUN);
	}

	/**
	 * The replica begins.
	 * @param started the replica
	 * @param entries what it held before
	 * @param durableIndex what of that it took for durable
	 * @return whether it begins with an empty log, rightly
	 */
	boolean begins(GroupInspection started, HeldEntries entries, long durableIndex) {
		@Nullable Floor floor = readFloor();
		boolean refilled = this.asked && floor != null;
		if (refilled) {
			this.asked = false;
			this.coverage.add("logs begun anew to be refilled", 1);
			owe(entries, durableIndex);
		}
		long lastOwed = this.owed.length - 1L;
		this.violations.check(lastOwed < 0 || isPaid(started) || (floor != null && covers(floor)),
				"Refill: node %d lacks what it took for durable up to entry %d, but its floor is %s",
				this.node.nodeId(), lastOwed, floor);
		return refilled;
	}

	/** What was owed before may reach further than what has been refilled since. */
	private void owe(HeldEntries entries, long durableIndex) {
		if (this.owed.length == 0 || endOfOwed().isReachedBy(entries.termAt(durableIndex), durableIndex)) {
			this.owed = new long[(int) durableIndex + 1];
			for (int index = 0; index < this.owed.length; index++) {
				this.owed[index] = entries.termAt(index);
			}
		}
	}

	private boolean covers(Floor floor) {
		return endOfOwed().isReachedBy(floor.term(), floor.index());
	}

	private boolean isPaid(GroupInspection now) {
		long durable = now.durableIndex();
		return endOfOwed().isReachedBy(now.termAt(durable), durable);
	}

	private Floor endOfOwed() {
		int last = this.owed.length - 1;
		return new Floor(this.owed[last], last, true);
	}

	void afterStep(GroupInspection now) {
		if (this.owed.length > 0 && isPaid(now)) {
			this.coverage.add("logs refilled", 1);
			this.owed = new long[0];
		}
		this.violations.check(this.owed.length == 0 || !now.leads(),
				"Refill: node %d leads term %d without all that it once took for durable", this.node.nodeId(),
				now.term());
	}

	boolean standsFor(long index, long term) {
		return index < this.owed.length && this.owed[(int) index] == term;
	}

	private @Nullable Floor readFloor() {
		byte[] content = this.node.disk().survivingContent(this.voteFile);
		@Nullable VoteState state = (content != null) ? VoteStore.stateIn(ByteBuffer.wrap(content)) : null;
		return (state != null) ? state.floor() : null;
	}

}
