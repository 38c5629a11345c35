package io.dongting.raft.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Blocking jobs, one at a time, each with one outcome.
 */
class StorageLaneTests {

	private final VirtualTime world = new VirtualTime(1);

	private final List<Throwable> thrown = new ArrayList<>();

	private final FiberGroup group = new VirtualDispatcher(this.world, "dispatcher").createGroup("group",
			(group, source, failure) -> this.thrown.add(failure));

	private final ArrayDeque<Runnable> held = new ArrayDeque<>();

	private final List<String> events = new ArrayList<>();

	private final StorageLane lane = new StorageLane(this.group, this.held::add);

	private void run(Runnable code) {
		this.group.execute(code);
		this.world.advance(Duration.ofMillis(1));
	}

	private void release() {
		this.held.remove().run();
		this.world.advance(Duration.ofMillis(1));
	}

	private void submit(StorageLane lane, String name) {
		run(() -> lane.submit(() -> {
			this.events.add("work " + name);
			return name;
		}, (result) -> this.events.add("done " + result), (cause) -> this.events.add("failed " + name)));
	}

	@Test
	void jobsRunOneAtATimeInOrder() {
		submit(this.lane, "a");
		submit(this.lane, "b");
		assertThat(this.held).hasSize(1);
		assertThat(this.lane.size()).isEqualTo(2);
		release();
		assertThat(this.events).containsExactly("work a", "done a");
		release();
		assertThat(this.events).containsExactly("work a", "done a", "work b", "done b");
		assertThat(this.held).isEmpty();
		assertThat(this.lane.size()).isZero();
	}

	@Test
	void aFailureIsTheOutcomeOfItsJobAlone() {
		run(() -> this.lane.submit(() -> {
			throw new IOException("broken");
		}, (result) -> this.events.add("done"), (cause) -> this.events.add(cause.getMessage())));
		submit(this.lane, "b");
		release();
		release();
		assertThat(this.events).containsExactly("broken", "work b", "done b");
	}

	@Test
	void anErrorIsTheOutcomeAndGoesOn() {
		run(() -> this.lane.submit(() -> {
			throw new StackOverflowError("too deep");
		}, (result) -> this.events.add("done"), (cause) -> this.events.add(cause.getMessage())));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(this::release);
		this.world.advance(Duration.ofMillis(1));
		assertThat(this.events).containsExactly("too deep");
	}

	@Test
	void aCallbackThatThrowsDoesNotStopTheLane() {
		run(() -> this.lane.submit(() -> "a", (result) -> {
			throw new IllegalStateException("mistake");
		}, (cause) -> this.events.add("failed")));
		submit(this.lane, "b");
		release();
		release();
		assertThat(this.thrown).hasSize(1);
		assertThat(this.events).containsExactly("work b", "done b");
	}

	@Test
	void aJobThatTheExecutorRefusesFails() {
		StorageLane refusing = new StorageLane(this.group, (task) -> {
			throw new RejectedExecutionException("shut down");
		});
		submit(refusing, "a");
		submit(refusing, "b");
		assertThat(this.events).containsExactly("failed a", "failed b");
		assertThat(refusing.size()).isZero();
	}

}
