package io.dongting.fiber;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hang can be read.
 */
class GroupDumpTests {

	private final FiberWorld world = new FiberWorld();

	private final FiberGroup group = this.world.group;

	@Test
	void everyFiberSaysWhatItWaitsForAndSinceWhen() {
		FiberCondition applied = this.group.newCondition("applied");
		FiberFuture<String> written = this.group.newFuture("write 7");
		FiberChannel<String> requests = this.group.newChannel("requests", 8);
		this.world.start("reader", new Waiter() {
			@Override
			protected Step execute() {
				return awaitUntil(applied, new Until("applied >= 17", () -> false), Duration.ofSeconds(10),
						this::finish, this::finish);
			}
		});
		this.world.advanceMillis(250);
		this.world.start("writer", new Waiter() {
			@Override
			protected Step execute() {
				return await(written, (value) -> finish());
			}
		});
		this.world.start("server", new Waiter() {
			@Override
			protected Step execute() {
				return take(requests, (value) -> finish());
			}
		});
		this.world.start("ticker", new Waiter() {
			@Override
			protected Step execute() {
				return sleep(Duration.ofSeconds(3), this::finish);
			}
		});
		this.world.advanceMillis(750);
		String frame = " in " + GroupDumpTests.class.getName();
		assertThat(this.group.dump().lines()).satisfiesExactly(
				(line) -> assertThat(line).isEqualTo("group 'group' (running): 4 fibers"),
				(line) -> assertThat(line).isEqualTo("  scope root"),
				(line) -> assertThat(line).startsWith("    fiber 'reader' WAITING for condition 'applied'"
						+ " until applied >= 17 since PT1S, at most PT9S more" + frame),
				(line) -> assertThat(line)
					.startsWith("    fiber 'writer' WAITING for future 'write 7' since PT0.75S" + frame),
				(line) -> assertThat(line)
					.startsWith("    fiber 'server' WAITING for channel 'requests' since PT0.75S" + frame),
				(line) -> assertThat(line)
					.startsWith("    fiber 'ticker' WAITING for sleep of PT3S since PT0.75S" + frame));
	}

	@Test
	void theScopesAndTheCallsCanBeSeen() {
		this.world.run(() -> {
			FiberScope term = this.group.newScope("term 3");
			this.group.start(term.newScope("peer 2"), "replicate", new Caller());
		});
		assertThat(this.group.dump()).containsSubsequence("scope root\n", "scope root/term 3\n",
				"scope root/term 3/peer 2\n", "fiber 'replicate' WAITING for sleep of PT24H", Callee.class.getName(),
				" called by ", Caller.class.getName());
	}

	@Test
	void aDumpFromInsideShowsTheFiberThatRunsAndThoseThatAreReady() {
		String[] dump = new String[1];
		this.world.run(() -> {
			this.group.start("first", new Waiter() {
				@Override
				protected Step execute() {
					dump[0] = group().dump();
					return finish();
				}
			});
			this.group.start("second", new Callee());
		});
		assertThat(dump[0]).contains("fiber 'first' RUNNING").contains("fiber 'second' READY");
	}

	@Test
	void theDumpTellsWhereTheGroupStandsInItsLife() {
		this.world.start("ticker", new Callee());
		this.group.stop();
		assertThat(this.group.dump()).startsWith("group 'group' (stopping): 1 fiber\n");
		this.world.time.runUntilIdle();
		assertThat(this.group.dump()).startsWith("group 'group' (stopped): 0 fibers\n");
		FiberGroup other = this.world.dispatcher.createGroup("other");
		this.world.dispatcher.kill();
		assertThat(other.dump()).startsWith("group 'other' (killed): 0 fibers\n");
	}

	private abstract static class Waiter extends FiberFrame<Void> {

	}

	private static final class Caller extends FiberFrame<Void> {

		@Override
		protected Step execute() {
			return call(new Callee(), (result) -> finish());
		}

	}

	private static final class Callee extends FiberFrame<Void> {

		@Override
		protected Step execute() {
			return sleep(Duration.ofDays(1), this::finish);
		}

	}

}
