package io.dongting.raft.snapshot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the name of a snapshot says. Names sort as the indexes do.
 *
 * @param index the last entry it covers
 * @param term the term of that entry
 */
record SnapshotName(long index, long term) {

	private static final Pattern PATTERN = Pattern.compile("(\\d{20})-(\\d{20})\\.snapshot");

	static @Nullable SnapshotName parse(String fileName) {
		Matcher matcher = PATTERN.matcher(fileName);
		return matcher.matches() ? new SnapshotName(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
				: null;
	}

	@Override
	public String toString() {
		return String.format("%020d-%020d.snapshot", this.index, this.term);
	}

}
