package io.dongting.raft.log.segment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.dongting.raft.storage.StoragePaths;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.log.SpareFile;
import org.jspecify.annotations.Nullable;

/**
 * The places in a segment, and the names of the files.
 */
final class SegmentFormat {

	/** What a disk writes as one is at most this large; each statement has its own. */
	static final int PAGE_BYTES = 4096;

	static final int SLOTS = 4;

	/** Where the entries begin. */
	static final int ENTRIES_OFFSET = PAGE_BYTES * (1 + SLOTS);

	static final String SPARE_NAME = "next.spare";

	private static final int SPARE_UNSYNCED_BYTES = 8 * 1024 * 1024;

	private static final Pattern SEGMENT_NAME = Pattern.compile("(\\d{20})\\.segment");

	private SegmentFormat() {
	}

	/** The next segment of a log. */
	static SpareFile spare(FileSystem fileSystem, String directory) {
		return new SpareFile(fileSystem, StoragePaths.resolve(directory, SPARE_NAME), SPARE_UNSYNCED_BYTES);
	}

	/** The name sorts as the index does. */
	static String name(long firstIndex) {
		return String.format("%020d.segment", firstIndex);
	}

	/**
	 * Return the first index a name states.
	 * @param name the name of a file
	 * @return the index, or {@code null} when it is not the name of a segment
	 */
	static @Nullable Long firstIndex(String name) {
		Matcher matcher = SEGMENT_NAME.matcher(name);
		return matcher.matches() ? Long.valueOf(matcher.group(1)) : null;
	}

	static long slotOffset(long sequence) {
		return PAGE_BYTES * (1 + sequence % SLOTS);
	}

}
