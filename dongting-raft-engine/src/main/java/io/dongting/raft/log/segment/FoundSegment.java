package io.dongting.raft.log.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * A segment as it is found when the log is opened.
 *
 * @param path its path
 * @param file the open file
 * @param header its header
 * @param newest its newest identity
 */
record FoundSegment(String path, StorageFile file, SegmentHeader header, BatchIdentity newest) implements Closeable {

	/**
	 * Open a segment.
	 * @param fileSystem where it is
	 * @param path its path
	 * @param firstIndex the first index its name states
	 * @param configuration whose it must be
	 * @return the segment
	 * @throws LogDamagedException if header or slots cannot be read: a segment has its
	 * name only when both were durable
	 */
	static FoundSegment open(FileSystem fileSystem, String path, long firstIndex, LogConfiguration configuration)
			throws IOException {
		StorageFile file = fileSystem.open(path);
		try {
			SegmentHeader header = readHeader(file, path, firstIndex);
			header.requireOwner(path, configuration);
			@Nullable BatchIdentity newest = new IdentityRing(file, firstIndex).newest();
			if (newest == null) {
				throw new LogDamagedException(path, SegmentFormat.PAGE_BYTES, firstIndex, "no slot can be read", null);
			}
			return new FoundSegment(path, file, header, newest);
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	private static SegmentHeader readHeader(StorageFile file, String path, long firstIndex) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(SegmentHeader.SEALED_BYTES);
		file.read(buffer, 0);
		@Nullable SegmentHeader header = SegmentHeader.decode(buffer.flip());
		if (header == null || header.firstIndex() != firstIndex) {
			throw new LogDamagedException(path, 0, firstIndex, "the header cannot be read", null);
		}
		return header;
	}

	long firstIndex() {
		return this.header.firstIndex();
	}

	SegmentScanner scanner(TermIndex terms) {
		return new SegmentScanner(this.path, this.file, this.header, terms);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
