package io.dongting.raft.log.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import io.dongting.raft.log.SpareFile;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StoragePaths;

/**
 * The places in the files of the journal, and their names.
 */
final class JournalFormat {

	/** What a disk writes as one is at most this large. */
	static final int PAGE_BYTES = 4096;

	static final int END_MARK_OFFSET = PAGE_BYTES;

	/** Where the writes begin. */
	static final int WRITES_OFFSET = 2 * PAGE_BYTES;

	static final String SPARE_NAME = "next.spare";

	/** Little, so that nobody waits long for the journal to sync it. */
	private static final int SPARE_UNSYNCED_BYTES = 512 * 1024;

	private static final Pattern FILE_NAME = Pattern.compile("(\\d{20})\\.journal");

	private JournalFormat() {
	}

	/** The next file of a journal. */
	static SpareFile spare(FileSystem fileSystem, String directory) {
		return new SpareFile(fileSystem, StoragePaths.resolve(directory, SPARE_NAME), SPARE_UNSYNCED_BYTES);
	}

	static String path(String directory, long fileNumber) {
		return StoragePaths.resolve(directory, String.format("%020d.journal", fileNumber));
	}

	/**
	 * Return the numbers of the files there are.
	 * @param fileSystem where
	 * @param directory the directory of the journal, which need not exist
	 * @return the numbers, the smallest first
	 */
	static List<Long> fileNumbers(FileSystem fileSystem, String directory) throws IOException {
		List<Long> numbers = new ArrayList<>();
		if (fileSystem.exists(directory)) {
			for (String name : fileSystem.list(directory)) {
				Matcher matcher = FILE_NAME.matcher(name);
				if (matcher.matches()) {
					numbers.add(Long.valueOf(matcher.group(1)));
				}
			}
		}
		return numbers;
	}

	/** Round up to whole pages. */
	static long paddedBytes(long sizeBytes) {
		return (sizeBytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
	}

	/** Return the CRC32C of a part of a buffer. */
	static int crc(ByteBuffer buffer, int start, int end) {
		CRC32C crc = new CRC32C();
		crc.update(buffer.slice(start, end - start));
		return (int) crc.getValue();
	}

}
