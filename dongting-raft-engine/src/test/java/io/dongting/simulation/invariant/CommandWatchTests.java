package io.dongting.simulation.invariant;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What clients are told is compared with what was executed.
 */
class CommandWatchTests {

	private static final byte[] COMMAND = "put a".getBytes(StandardCharsets.UTF_8);

	private final Violations violations = new Violations();

	private final CommandWatch watch = new CommandWatch(this.violations);

	@Test
	void whatIsExecutedOnceAndAcknowledgedThereIsInOrder() {
		this.watch.asked(COMMAND);
		executes(7);
		this.watch.acknowledged(COMMAND, 7);
		this.watch.reads(1, 7, this.watch.knownIndex());
		this.watch.read(9);
		this.watch.reads(1, 9, this.watch.knownIndex());
		assertThatCode(this.violations::rethrow).doesNotThrowAnyException();
	}

	@Test
	void aCommandIsNotExecutedTwice() {
		this.watch.asked(COMMAND);
		executes(7);
		executes(8);
		requireViolation("executed twice, as the entries 7 and 8");
	}

	@Test
	void commandsThatNobodyTellsApartMayBeAlike() {
		executes(7);
		executes(8);
		assertThatCode(this.violations::rethrow).doesNotThrowAnyException();
	}

	@Test
	void aRefusedCommandIsNeverExecuted() {
		this.watch.asked(COMMAND);
		this.watch.refused(COMMAND);
		executes(7);
		requireViolation("entry 7 is executed, but its client was told it is not");
	}

	@Test
	void anExecutedCommandIsNotRefused() {
		this.watch.asked(COMMAND);
		executes(7);
		this.watch.refused(COMMAND);
		requireViolation("entry 7 is executed, but its client is told it is not");
	}

	@Test
	void anAcknowledgementNamesTheEntry() {
		this.watch.asked(COMMAND);
		executes(7);
		this.watch.acknowledged(COMMAND, 8);
		requireViolation("acknowledged as entry 8, but was executed as entry 7");
	}

	@Test
	void aReadSeesWhatWasAcknowledgedBefore() {
		this.watch.acknowledged(COMMAND, 7);
		this.watch.reads(3, 6, this.watch.knownIndex());
		requireViolation("Stale read: node 3 shows the state as of entry 6, but entry 7 was known");
	}

	@Test
	void aReadSeesWhatWasReadBefore() {
		this.watch.read(7);
		this.watch.reads(3, 6, this.watch.knownIndexUnderLease());
		requireViolation("Stale read");
	}

	@Test
	void leasesThatAreNotTrustedPromiseNothing() {
		this.watch.ignoreLeases();
		this.watch.read(7);
		this.watch.reads(3, 6, this.watch.knownIndexUnderLease());
		assertThatCode(this.violations::rethrow).doesNotThrowAnyException();
		this.watch.reads(3, 6, this.watch.knownIndex());
		requireViolation("Stale read");
	}

	private void executes(long index) {
		this.watch.executes(index, BodyHash.of(ByteBuffer.wrap(COMMAND)));
	}

	private void requireViolation(String words) {
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(this.violations::rethrow)
			.withMessageContaining(words);
	}

}
