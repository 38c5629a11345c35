package io.dongting.raft.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Entries for tests, and batches of them.
 */
public final class TestEntries {

	private TestEntries() {
	}

	/**
	 * One entry as a value.
	 *
	 * @param index the index
	 * @param term the term
	 * @param type the type
	 * @param timestampMillis the timestamp
	 * @param body the body
	 */
	public record Entry(long index, long term, EntryType type, long timestampMillis, ByteBuffer body) {

	}

	public static Entry entry(long index, long term, int bodyBytes) {
		byte[] body = new byte[bodyBytes];
		for (int i = 0; i < bodyBytes; i++) {
			body[i] = (byte) (31 * index + 7 * term + i);
		}
		return new Entry(index, term, EntryType.NORMAL, 1000 * index + term, ByteBuffer.wrap(body));
	}

	public static List<Entry> entries(long firstIndex, int count, long term, int bodyBytes) {
		List<Entry> entries = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			entries.add(entry(firstIndex + i, term, bodyBytes));
		}
		return entries;
	}

	public static List<Entry> random(RandomGenerator random, long firstIndex, int count, long term, int maxBodyBytes) {
		List<Entry> entries = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			byte[] body = new byte[random.nextInt(maxBodyBytes + 1)];
			random.nextBytes(body);
			EntryType type = EntryType.values()[random.nextInt(EntryType.values().length)];
			entries.add(new Entry(firstIndex + i, term, type, random.nextLong(), ByteBuffer.wrap(body)));
		}
		return entries;
	}

	/** Encode entries of any terms. */
	public static EntryBatch batch(List<Entry> entries, long previousTerm) {
		int sizeBytes = entries.stream().mapToInt((entry) -> EntryFormat.HEADER_BYTES + entry.body().remaining()).sum();
		ByteBuffer bytes = ByteBuffer.allocate(sizeBytes);
		long previous = previousTerm;
		for (Entry entry : entries) {
			EntryEncoder encoder = new EntryEncoder(entry.index(), entry.term(), previous, 0);
			encoder.add(entry.type(), entry.timestampMillis(), entry.body());
			bytes.put(encoder.finish().bytes());
			previous = entry.term();
		}
		try {
			return EntryBatch.verify(bytes.flip());
		}
		catch (CorruptEntryException ex) {
			throw new AssertionError(ex);
		}
	}

	public static List<Entry> decode(EntryBatch batch) {
		List<Entry> entries = new ArrayList<>();
		EntryCursor cursor = batch.cursor();
		while (cursor.next()) {
			entries
				.add(new Entry(cursor.index(), cursor.term(), cursor.type(), cursor.timestampMillis(), cursor.body()));
		}
		return entries;
	}

}
