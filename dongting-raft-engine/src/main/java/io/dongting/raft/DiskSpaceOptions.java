package io.dongting.raft;

import java.time.Duration;

/**
 * Two watermarks for the space that is left on the disk with the data of a node. A disk
 * is said to be below one until it has a quarter more than that again, so that nothing
 * goes back and forth.
 *
 * @param lowBytes below this a leader hands over to a voter whose disk has more room; 0
 * for never. Counts as a quarter of the disk at most
 * @param minimumBytes below this a leader refuses commands; not above {@code lowBytes}, 0
 * for never. Counts as an eighth of the disk at most
 * @param checkInterval how often to look
 */
public record DiskSpaceOptions(long lowBytes, long minimumBytes, Duration checkInterval) {

	private static final long MIB = 1024 * 1024;

	private static final long MOST_BYTES = 1L << 50;

	/** What a node gets that is not told otherwise. */
	public static final DiskSpaceOptions DEFAULTS = new DiskSpaceOptions(256 * MIB, 16 * MIB, Duration.ofSeconds(1));

	/** Nobody looks how much space is left. */
	public static final DiskSpaceOptions UNWATCHED = new DiskSpaceOptions(0, 0, DEFAULTS.checkInterval);

	public DiskSpaceOptions {
		OptionChecks.requireRange("lowBytes", lowBytes, 0, MOST_BYTES);
		OptionChecks.requireRange("minimumBytes", minimumBytes, 0, MOST_BYTES);
		OptionChecks.requireDuration("checkInterval", checkInterval, Duration.ofDays(1));
		if (minimumBytes > lowBytes) {
			throw new InvalidConfigurationException("minimumBytes",
					"The minimum of " + minimumBytes + " bytes is above the low mark of " + lowBytes + " bytes.");
		}
	}

	/**
	 * Return whether there is anything to look for.
	 * @return whether there is a watermark
	 */
	public boolean isWatched() {
		return this.lowBytes > 0;
	}

}
