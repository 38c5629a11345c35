package io.dongting.samples.benchmark.limits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * What the disk reaches.
 */
final class DiskLimits {

	private static final int SMALL_BYTES = 4096;

	private static final int LARGE_BYTES = 1024 * 1024;

	private static final double MIB = 1024 * 1024;

	/** Else much of what is written would be overwritten before it gets to the disk. */
	private static final int LARGE_WRITES_BETWEEN_SYNCS = 64;

	/** A file goes round before it fills the disk. */
	private static final long LARGEST_FILE_BYTES = 512L * 1024 * 1024;

	private final Path directory;

	private final Duration duration;

	DiskLimits(Path directory, Duration duration) {
		this.directory = directory;
		this.duration = duration;
	}

	void measure(Map<String, Double> limits) throws IOException {
		Files.createDirectories(this.directory);
		limits.put("fsyncs/s (4 KiB appended before each)", run(SMALL_BYTES, 1));
		limits.put("sequential write MiB/s (synced every 64 MiB)",
				run(LARGE_BYTES, LARGE_WRITES_BETWEEN_SYNCS) * LARGE_BYTES / MIB);
	}

	/** Return writes in a second. */
	private double run(int writeBytes, int writesBetweenSyncs) throws IOException {
		Path file = this.directory.resolve("limits-" + writeBytes);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			ByteBuffer buffer = ByteBuffer.allocateDirect(writeBytes);
			long startNanos = System.nanoTime();
			long count = 0;
			while (System.nanoTime() - startNanos < this.duration.toNanos()) {
				channel.write(buffer.clear(), count * writeBytes % LARGEST_FILE_BYTES);
				count++;
				if (count % writesBetweenSyncs == 0) {
					channel.force(false);
				}
			}
			channel.force(false);
			return count / ((System.nanoTime() - startNanos) / 1e9);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

}
