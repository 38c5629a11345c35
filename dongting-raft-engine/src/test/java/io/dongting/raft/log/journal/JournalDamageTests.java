package io.dongting.raft.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

import io.dongting.raft.log.CheckedPage;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.log.LogMismatchException;
import io.dongting.raft.storage.StorageFile;
import io.dongting.simulation.SimulatedFileSystem;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.dongting.raft.log.journal.JournalFixture.DIRECTORY;
import static io.dongting.raft.log.journal.JournalFixture.WRITES_OF_A_FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What is not as it was written: a torn end is cut (R27), all else is damage (R28).
 */
class JournalDamageTests {

	/** In the header of a write, in its table and in its entries. */
	private static final int[] PLACES = { 0, 9, 20, 43, 60, 99, 100, 180 };

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final JournalFixture fixture;

	private final TestLog log;

	JournalDamageTests() throws IOException {
		this.fixture = JournalFixture.opened(this.disk, 4);
		this.log = this.fixture.join(1);
	}

	private void write(int writes) {
		for (int i = 0; i < writes; i++) {
			this.log.append(1);
		}
	}

	private void flip(long fileNumber, int write, int place) {
		this.disk.flipBit(JournalFixture.path(fileNumber), JournalFixture.writeOffset(write) + place, 3);
	}

	private ThrowableAssertAlternative<LogDamagedException> assertThatDamageIsFound() {
		return assertThatExceptionOfType(LogDamagedException.class).isThrownBy(this.fixture::records);
	}

	private static Predicate<LogDamagedException> in(long fileNumber, int write) {
		return (damage) -> damage.file().equals(JournalFixture.path(fileNumber))
				&& damage.offset() == JournalFixture.writeOffset(write);
	}

	@Test
	void withoutADirectoryThereIsNothing() throws IOException {
		assertThat(JournalRecords.read(new SimulatedFileSystem(), DIRECTORY).logs()).isEmpty();
	}

	/** Nobody can have been told of a write that was torn, and none followed. */
	@Test
	void theLastWriteIsCutWhereverItIsTorn() throws IOException {
		write(2);
		for (int place : PLACES) {
			flip(1, 1, place);
			assertThat(this.fixture.replay(this.log)).isEqualTo(this.log.entries.subList(0, 1));
			flip(1, 1, place);
		}
		assertThat(this.fixture.replay(this.log)).isEqualTo(this.log.entries);
	}

	@Test
	void aTornWriteIsCutAsAWhole() throws IOException {
		TestLog other = this.fixture.join(2);
		write(1);
		this.fixture.holdIo = true;
		write(1);
		other.append(1);
		this.fixture.releaseOne();
		flip(1, 1, 190);
		assertThat(this.fixture.replay(this.log)).isEqualTo(this.log.entries.subList(0, 1));
		assertThat(this.fixture.replay(other)).isEmpty();
	}

	@Test
	void anyOtherWriteThatCannotBeReadIsDamage() throws IOException {
		write(3);
		for (int place : PLACES) {
			flip(1, 1, place);
			assertThatDamageIsFound().withMessageContaining("write 2 of the journal is not whole, but write 3")
				.matches(in(1, 1));
			flip(1, 1, place);
		}
		assertThat(this.fixture.replay(this.log)).isEqualTo(this.log.entries);
	}

	@Test
	void aWriteFollowedByATornOneIsDamagedToo() {
		write(3);
		flip(1, 1, 180);
		flip(1, 2, 180);
		assertThatDamageIsFound().matches(in(1, 1));
	}

	@Test
	void theLastWriteOfAFileIsMissedWhereTheNextBegins() {
		write(WRITES_OF_A_FILE + 1);
		flip(1, WRITES_OF_A_FILE - 1, 180);
		assertThatDamageIsFound().matches(in(1, WRITES_OF_A_FILE - 1));
	}

	@Test
	void theLastWriteOfAFileIsMissedEvenIfTheNextHasNone() {
		write(WRITES_OF_A_FILE + 1);
		flip(1, WRITES_OF_A_FILE - 1, 180);
		flip(2, 0, 180);
		assertThatDamageIsFound().matches(in(1, WRITES_OF_A_FILE - 1));
	}

	@Test
	void theFirstWriteOfTheLastFileMayBeTorn() throws IOException {
		write(WRITES_OF_A_FILE + 1);
		flip(2, 0, 180);
		assertThat(this.fixture.replay(this.log)).isEqualTo(this.log.entries.subList(0, WRITES_OF_A_FILE));
	}

	@Test
	void damageInWhatIsSettledDoesNoHarm() throws IOException {
		write(WRITES_OF_A_FILE);
		this.log.settled(this.log.lastNumber());
		write(2);
		flip(1, 1, 180);
		assertThat(this.fixture.replay(this.log))
			.isEqualTo(this.log.entries.subList(WRITES_OF_A_FILE, WRITES_OF_A_FILE + 2));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void aHeaderThatCannotBeReadIsDamage(long fileNumber) {
		write(2 * WRITES_OF_A_FILE + 1);
		this.disk.flipBit(JournalFixture.path(fileNumber), 18, 0);
		assertThatDamageIsFound().withMessageContaining("header")
			.matches((damage) -> damage.file().equals(JournalFixture.path(fileNumber)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void aFileThatIsMissingIsMissed(long fileNumber) throws IOException {
		write(2 * WRITES_OF_A_FILE + 1);
		this.disk.delete(JournalFixture.path(fileNumber));
		assertThatDamageIsFound().withMessageContaining("missing")
			.matches((damage) -> damage.file().equals(JournalFixture.path(fileNumber)));
		assertThat(this.fixture.fileNames()).hasSize(2);
	}

	@Test
	void aFileUnderTheNameOfAnotherIsDamage() throws IOException {
		write(2 * WRITES_OF_A_FILE + 1);
		this.disk.rename(JournalFixture.path(1), JournalFixture.path(2));
		assertThatDamageIsFound().withMessageContaining("file 1");
	}

	@Test
	void anotherFormatIsNotRead() throws IOException {
		FileHeader header = new FileHeader(1, 1, 1);
		try (StorageFile file = this.disk.open(JournalFixture.path(1))) {
			header.write(file);
			byte[] page = this.disk.content(JournalFixture.path(1));
			ByteBuffer buffer = ByteBuffer.wrap(page);
			buffer.putInt(8, 2);
			file.write(CheckedPage.seal(buffer.position(36)), 0);
		}
		assertThatExceptionOfType(LogMismatchException.class).isThrownBy(this.fixture::records)
			.withMessage("Journal format version 2, this release reads 1");
	}

	@Test
	void entriesThatRotBeforeTheyAreReplayedAreDamage() throws IOException {
		write(2);
		JournalRecords records = this.fixture.records();
		flip(1, 0, 180);
		assertThatExceptionOfType(LogDamagedException.class).isThrownBy(() -> JournalFixture.replay(records, this.log))
			.matches((damage) -> damage.file().equals(JournalFixture.path(1)) && damage.index() == 1);
	}

	@Test
	void whatCannotBeReadAtAllIsNoEnd() {
		write(2);
		this.disk.faults().failReads((path) -> true, JournalFixture.writeOffset(1), JournalFixture.writeOffset(2));
		assertThatIOException().isThrownBy(this.fixture::records);
	}

	/** Whole, with the right number, and in the right place. */
	@Test
	void aWriteOfAnEarlierJournalNeverCounts() throws IOException {
		write(2);
		byte[] earlier = this.disk.content(JournalFixture.path(1));
		JournalFixture next = JournalFixture.opened(this.disk, 4);
		TestLog nextLog = next.join(1);
		nextLog.append(1);
		int offset = JournalFixture.writeOffset(1);
		try (StorageFile file = this.disk.open(JournalFixture.path(2))) {
			file.write(ByteBuffer.wrap(earlier, offset, JournalFormat.PAGE_BYTES), offset);
		}
		assertThat(next.replay(nextLog)).isEqualTo(nextLog.entries);
	}

	@Test
	void whatRotsBeforeAnEndMarkIsNotNeeded() throws IOException {
		write(2);
		this.log.settled(this.log.lastNumber());
		flip(1, 0, 180);
		assertThatDamageIsFound();
		this.fixture.journal.close();
		assertThat(this.fixture.records().logs()).isEmpty();
		this.disk.flipBit(JournalFixture.path(1), JournalFormat.END_MARK_OFFSET + 15, 0);
		assertThatDamageIsFound();
	}

	@Test
	void recordsOfAnUnknownLogAreNone() throws IOException {
		write(1);
		TestLog other = this.fixture.join(9);
		assertThat(this.fixture.replay(other)).isEmpty();
		assertThat(List.copyOf(this.fixture.records().logs())).containsExactly(this.log.name());
	}

}
