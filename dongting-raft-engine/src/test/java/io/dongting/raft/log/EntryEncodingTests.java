package io.dongting.raft.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.dongting.raft.log.TestEntries.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The encoding of entries: encoder, batch, cursor and verifier.
 */
class EntryEncodingTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void whatIsEncodedIsDecoded(long seed) throws CorruptEntryException {
		SplittableRandom random = new SplittableRandom(seed);
		for (int run = 0; run < 200; run++) {
			long first = random.nextLong(1, Long.MAX_VALUE / 2);
			long term = random.nextLong(2, Long.MAX_VALUE);
			long previousTerm = random.nextLong(term + 1);
			List<Entry> entries = TestEntries.random(random, first, random.nextInt(1, 20), term, 300);
			EntryEncoder encoder = new EntryEncoder(first, term, previousTerm, random.nextInt(2000));
			entries.forEach((entry) -> encoder.add(entry.type(), entry.timestampMillis(), entry.body()));
			assertThat(encoder.count()).isEqualTo(entries.size());
			int sizeBytes = encoder.sizeBytes();
			EntryBatch batch = encoder.finish();
			assertThat(batch.sizeBytes()).isEqualTo(sizeBytes);
			assertThat(TestEntries.decode(batch)).isEqualTo(entries);
			assertSame(EntryBatch.verify(batch.bytes()), batch);
			assertSame(EntryBatch.verify(direct(batch.bytes())), batch);
			assertSame(EntryBatch.verify(inTheMiddle(batch.bytes())), batch);
		}
	}

	private static void assertSame(EntryBatch actual, EntryBatch expected) {
		assertThat(actual.bytes()).isEqualTo(expected.bytes());
		assertThat(actual.firstIndex()).isEqualTo(expected.firstIndex());
		assertThat(actual.lastIndex()).isEqualTo(expected.lastIndex());
		assertThat(actual.firstTerm()).isEqualTo(expected.firstTerm());
		assertThat(actual.lastTerm()).isEqualTo(expected.lastTerm());
		assertThat(actual.previousTerm()).isEqualTo(expected.previousTerm());
		assertThat(actual.largestEntryBytes()).isEqualTo(expected.largestEntryBytes());
	}

	private static ByteBuffer direct(ByteBuffer bytes) {
		return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
	}

	private static ByteBuffer inTheMiddle(ByteBuffer bytes) {
		ByteBuffer larger = ByteBuffer.allocate(bytes.remaining() + 10);
		return larger.position(3).put(bytes).limit(larger.position()).position(3);
	}

	@Test
	void everyFlippedBitIsDetected() {
		List<Entry> entries = new ArrayList<>(TestEntries.entries(41, 1, 5, 20));
		entries.addAll(TestEntries.entries(42, 1, 6, 0));
		entries.addAll(TestEntries.entries(43, 1, 6, 7));
		EntryBatch batch = TestEntries.batch(entries, 4);
		for (int position = 0; position < batch.sizeBytes(); position++) {
			for (int bit = 0; bit < 8; bit++) {
				ByteBuffer bytes = ByteBuffer.allocate(batch.sizeBytes()).put(batch.bytes()).flip();
				bytes.put(position, (byte) (bytes.get(position) ^ (1 << bit)));
				assertThatExceptionOfType(CorruptEntryException.class).as("byte %s, bit %s", position, bit)
					.isThrownBy(() -> EntryBatch.verify(bytes));
			}
		}
	}

	@Test
	void everyCutIsDetected() throws CorruptEntryException {
		EntryBatch batch = TestEntries.batch(TestEntries.entries(1, 3, 1, 11), 0);
		int entryBytes = batch.sizeBytes() / 3;
		for (int size = 0; size < batch.sizeBytes(); size++) {
			ByteBuffer cut = batch.bytes().limit(size);
			if (size > 0 && size % entryBytes == 0) {
				assertThat(EntryBatch.verify(cut).count()).isEqualTo(size / entryBytes);
			}
			else {
				assertThatExceptionOfType(CorruptEntryException.class).isThrownBy(() -> EntryBatch.verify(cut));
			}
		}
	}

	@Test
	void buffersCutAnywhereAreOneBatch() throws CorruptEntryException {
		EntryBatch batch = TestEntries.batch(TestEntries.entries(1, 3, 1, 11), 0);
		assertSame(EntryBatch.verify(List.of(batch.bytes())), batch);
		for (int cut = 0; cut <= batch.sizeBytes(); cut++) {
			List<ByteBuffer> buffers = List.of(batch.bytes().limit(cut), batch.bytes().position(cut));
			assertSame(EntryBatch.verify(buffers), batch);
		}
		assertThatExceptionOfType(CorruptEntryException.class).isThrownBy(() -> EntryBatch.verify(List.of()));
	}

	@Test
	void entriesThatAreNotConsecutiveAreRefused() {
		ByteBuffer first = TestEntries.batch(TestEntries.entries(5, 1, 3, 8), 3).bytes();
		ByteBuffer gap = TestEntries.batch(TestEntries.entries(7, 1, 3, 8), 3).bytes();
		ByteBuffer otherPrevious = TestEntries.batch(TestEntries.entries(6, 1, 3, 8), 2).bytes();
		assertRefused(joined(first, gap), "Entry 7 where entry 6 belongs");
		assertRefused(joined(first, first.duplicate()), "Entry 5 where entry 6 belongs");
		assertRefused(joined(first, otherPrevious), "follows term 2 but the entry before is of term 3");
	}

	private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
		return ByteBuffer.allocate(first.remaining() + second.remaining())
			.put(first.duplicate())
			.put(second.duplicate())
			.flip();
	}

	private static void assertRefused(ByteBuffer bytes, String message) {
		assertThatExceptionOfType(CorruptEntryException.class).isThrownBy(() -> EntryBatch.verify(bytes))
			.withMessageContaining(message);
	}

	@Test
	void viewsHoldWhatTheyShould() {
		List<Entry> entries = new ArrayList<>(TestEntries.entries(11, 4, 2, 9));
		entries.addAll(TestEntries.entries(15, 4, 3, 21));
		EntryBatch batch = TestEntries.batch(entries, 1);
		for (int from = 0; from < entries.size(); from++) {
			EntryBatch suffix = batch.from(11 + from);
			assertThat(TestEntries.decode(suffix)).isEqualTo(entries.subList(from, entries.size()));
			assertThat(suffix.previousTerm()).isEqualTo((from == 0) ? 1 : entries.get(from - 1).term());
			for (int to = from; to < entries.size(); to++) {
				EntryBatch part = suffix.upTo(11 + to);
				assertThat(TestEntries.decode(part)).isEqualTo(entries.subList(from, to + 1));
				assertThat(part.lastTerm()).isEqualTo(entries.get(to).term());
				assertThat(suffix.limit(part.sizeBytes()).lastIndex()).isEqualTo(11 + to);
				assertThat(suffix.limit(part.sizeBytes() - 1).lastIndex()).isEqualTo(11 + Math.max(from, to - 1));
			}
		}
		assertThat(batch.from(11)).isSameAs(batch);
		assertThat(batch.upTo(18)).isSameAs(batch);
		assertThat(batch.limit(batch.sizeBytes())).isSameAs(batch);
		assertThatIllegalArgumentException().isThrownBy(() -> batch.from(10));
		assertThatIllegalArgumentException().isThrownBy(() -> batch.upTo(19));
	}

	/** Trap D22: cache, disk and wire share the bytes. */
	@Test
	void aBatchCannotBeWrittenTo() {
		EntryBatch batch = TestEntries.batch(TestEntries.entries(1, 1, 1, 8), 0);
		assertThat(batch.bytes().isReadOnly()).isTrue();
		EntryCursor cursor = batch.cursor();
		cursor.next();
		assertThat(cursor.body().isReadOnly()).isTrue();
	}

	@Test
	void anEncoderRefusesWhatNoLogHolds() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EntryEncoder(0, 1, 0, 10));
		assertThatIllegalArgumentException().isThrownBy(() -> new EntryEncoder(1, 0, 0, 10));
		assertThatIllegalArgumentException().isThrownBy(() -> new EntryEncoder(1, 4, 5, 10));
		assertThatIllegalStateException().isThrownBy(() -> new EntryEncoder(1, 1, 0, 10).finish());
	}

	@Test
	void aFinishedEncoderIsOver() {
		EntryEncoder encoder = new EntryEncoder(1, 1, 0, 10);
		encoder.add(EntryType.NO_OP, 0, ByteBuffer.allocate(0));
		encoder.finish();
		assertThatIllegalStateException().isThrownBy(encoder::finish);
		assertThatIllegalStateException().isThrownBy(() -> encoder.add(EntryType.NO_OP, 0, ByteBuffer.allocate(0)));
	}

	@Test
	void theBodyBufferOfTheCallerDoesNotMove() {
		ByteBuffer body = ByteBuffer.wrap(new byte[] { 1, 2, 3, 4 }).position(1).limit(3);
		EntryEncoder encoder = new EntryEncoder(1, 1, 0, 10);
		encoder.add(EntryType.NORMAL, 0, body);
		assertThat(body.position()).isEqualTo(1);
		EntryCursor cursor = encoder.finish().cursor();
		cursor.next();
		assertThat(cursor.body()).isEqualTo(ByteBuffer.wrap(new byte[] { 2, 3 }));
	}

	@ParameterizedTest
	@EnumSource
	void everyTypeHasACodeOfItsOwn(EntryType type) {
		assertThat(EntryType.ofCode(type.code())).isSameAs(type);
		assertThat(type.code()).isEqualTo((byte) (type.ordinal() + 1));
	}

}
