package io.dongting.simulation.invariant;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import io.dongting.simulation.SimulatedFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The files of a disk as they would be if the power went now and took all that was not
 * synced. They can be looked at and not changed.
 *
 * @param disk the disk
 */
record SurvivingFiles(SimulatedFileSystem disk) implements FileSystem {

	@Override
	public boolean exists(String path) {
		return this.disk.exists(path);
	}

	@Override
	public List<String> list(String directory) throws IOException {
		return this.disk.list(directory)
			.stream()
			.filter((name) -> this.disk.survivingView(StoragePaths.resolve(directory, name)) != null)
			.toList();
	}

	@Override
	public StorageFile open(String path) throws IOException {
		@Nullable ByteBuffer content = this.disk.survivingView(path);
		if (content == null) {
			throw new IOException("There would be no file " + path);
		}
		return new SurvivingFile(content);
	}

	@Override
	public void createDirectories(String directory) {
		throw unchangeable();
	}

	@Override
	public void rename(String from, String to) {
		throw unchangeable();
	}

	@Override
	public void delete(String path) {
		throw unchangeable();
	}

	@Override
	public void syncDirectory(String directory) {
		throw unchangeable();
	}

	@Override
	public long usableSpaceBytes() {
		throw unchangeable();
	}

	@Override
	public long totalSpaceBytes() {
		throw unchangeable();
	}

	private static UnsupportedOperationException unchangeable() {
		return new UnsupportedOperationException("These files are only looked at");
	}

	/**
	 * One file.
	 *
	 * @param content what is in it
	 */
	private record SurvivingFile(ByteBuffer content) implements StorageFile {

		@Override
		public int read(ByteBuffer target, long position) {
			int start = (int) Math.min(position, this.content.limit());
			int count = Math.min(target.remaining(), this.content.limit() - start);
			target.put(this.content.slice(start, count));
			return count;
		}

		@Override
		public long sizeBytes() {
			return this.content.limit();
		}

		@Override
		public void write(ByteBuffer source, long position) {
			throw unchangeable();
		}

		@Override
		public void write(ByteBuffer[] sources, long position) {
			throw unchangeable();
		}

		@Override
		public void sync() {
			throw unchangeable();
		}

		@Override
		public void syncAll() {
			throw unchangeable();
		}

		@Override
		public void truncate(long sizeBytes) {
			throw unchangeable();
		}

		@Override
		public void close() {
			// nothing is held
		}

	}

}
