package io.dongting.raft.core;

import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.core.bootstrap.Bootstrap;
import io.dongting.raft.core.state.Health;

/**
 * Brings a group up: reads the log, has an empty one founded, then takes part.
 */
final class GroupStart extends FiberFrame<Void> {

	private final LogScan scan;

	private final Bootstrap bootstrap;

	private final Health health;

	private final Runnable takePart;

	private final Runnable begin;

	/**
	 * Prepare to bring a group up.
	 * @param scan reads the log
	 * @param bootstrap sees an empty replica to its first entry
	 * @param health is told that the group runs, or why it does not
	 * @param takePart called when messages may be answered
	 * @param begin called when there is a log
	 */
	GroupStart(LogScan scan, Bootstrap bootstrap, Health health, Runnable takePart, Runnable begin) {
		this.scan = scan;
		this.bootstrap = bootstrap;
		this.health = health;
		this.takePart = takePart;
		this.begin = begin;
	}

	@Override
	protected Step execute() {
		return call(this.scan, (nothing) -> scanned());
	}

	private Step scanned() {
		this.takePart.run();
		return call(this.bootstrap, (nothing) -> begun());
	}

	private Step begun() {
		this.health.become(Condition.RUNNING, null);
		this.begin.run();
		return finish();
	}

	/** What cannot be read is damage, and a group without its log must not take part. */
	@Override
	protected Step handle(Exception failure) {
		this.health.storageFailed(failure);
		return finish();
	}

}
