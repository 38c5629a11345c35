package io.dongting.raft.log.journal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;

/**
 * What an earlier journal left. Nothing is changed; where the records are is remembered,
 * not what they hold. One thread; all methods that read block.
 */
public final class JournalRecords {

	private final FileSystem fileSystem;

	/** For each log the paths of its files, and what is in each, all in order. */
	private final Map<JournaledLog, Map<String, List<RecordPlace>>> places = new LinkedHashMap<>();

	private JournalRecords(FileSystem fileSystem) {
		this.fileSystem = fileSystem;
	}

	/**
	 * Find the records of a journal.
	 * @param fileSystem where
	 * @param directory its directory, which need not exist
	 * @return the records
	 * @throws LogDamagedException if anything that was durable and needed is missing
	 * @throws io.dongting.raft.log.LogMismatchException if the format is another
	 * @throws IOException if the files cannot be read
	 */
	public static JournalRecords read(FileSystem fileSystem, String directory) throws IOException {
		JournalRecords records = new JournalRecords(fileSystem);
		for (FileScan scan : scan(fileSystem, directory)) {
			scan.records().forEach((record) -> records.add(scan.path(), record));
		}
		return records;
	}

	/** The files that are needed, the oldest first. */
	private static Deque<FileScan> scan(FileSystem fileSystem, String directory) throws IOException {
		List<Long> numbers = JournalFormat.fileNumbers(fileSystem, directory);
		Deque<FileScan> scans = new ArrayDeque<>();
		if (numbers.isEmpty()) {
			return scans;
		}
		FileScan scan = FileScan.newest(fileSystem, directory, numbers.get(numbers.size() - 1));
		long neededFrom = scan.neededFrom();
		if (scan.number() >= neededFrom) {
			scans.addFirst(scan);
		}
		while (scan.number() > neededFrom) {
			requireFile(scan.number() - 1, numbers, directory);
			scan = FileScan.before(scan, fileSystem, directory);
			scans.addFirst(scan);
		}
		return scans;
	}

	private static void requireFile(long number, List<Long> numbers, String directory) {
		if (!numbers.contains(number)) {
			throw new LogDamagedException(JournalFormat.path(directory, number), 0, -1,
					"the file is missing, but the journal needs it", null);
		}
	}

	private void add(String path, RecordPlace record) {
		this.places.computeIfAbsent(record.header().log(), (log) -> new LinkedHashMap<>())
			.computeIfAbsent(path, (file) -> new ArrayList<>())
			.add(record);
	}

	/**
	 * Return which logs have records.
	 * @return the logs, in the order of their first records
	 */
	public Set<JournaledLog> logs() {
		return Collections.unmodifiableSet(this.places.keySet());
	}

	/**
	 * Read the records of a log in the order in which they were written, one at a time.
	 * @param log the log
	 * @param consumer takes each
	 * @throws LogDamagedException if one cannot be read
	 * @throws IOException if the files cannot be read, or the consumer throws it
	 */
	public void replay(JournaledLog log, RecordConsumer consumer) throws IOException {
		for (Map.Entry<String, List<RecordPlace>> records : this.places.getOrDefault(log, Map.of()).entrySet()) {
			String path = records.getKey();
			try (StorageFile file = this.fileSystem.open(path)) {
				for (RecordPlace record : records.getValue()) {
					consumer.accept(record.header().epoch(), record.batch(file, path));
				}
			}
		}
	}

}
