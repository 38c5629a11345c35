package io.dongting.samples.benchmark.dongting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;

/**
 * Files that are written and never synced.
 *
 * @param files the files as they are
 */
record UnsyncedFileSystem(FileSystem files) implements FileSystem {

	@Override
	public void createDirectories(String directory) throws IOException {
		this.files.createDirectories(directory);
	}

	@Override
	public boolean exists(String path) {
		return this.files.exists(path);
	}

	@Override
	public List<String> list(String directory) throws IOException {
		return this.files.list(directory);
	}

	@Override
	public StorageFile open(String path) throws IOException {
		return new UnsyncedFile(this.files.open(path));
	}

	@Override
	public void rename(String from, String to) throws IOException {
		this.files.rename(from, to);
	}

	@Override
	public void delete(String path) throws IOException {
		this.files.delete(path);
	}

	@Override
	public void syncDirectory(String directory) {
	}

	@Override
	public long usableSpaceBytes() throws IOException {
		return this.files.usableSpaceBytes();
	}

	@Override
	public long totalSpaceBytes() throws IOException {
		return this.files.totalSpaceBytes();
	}

	/**
	 * A file.
	 *
	 * @param file the file as it is
	 */
	private record UnsyncedFile(StorageFile file) implements StorageFile {

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			return this.file.read(target, position);
		}

		@Override
		public void write(ByteBuffer source, long position) throws IOException {
			this.file.write(source, position);
		}

		@Override
		public void write(ByteBuffer[] sources, long position) throws IOException {
			this.file.write(sources, position);
		}

		@Override
		public void sync() {
		}

		@Override
		public void syncAll() {
		}

		@Override
		public long sizeBytes() throws IOException {
			return this.file.sizeBytes();
		}

		@Override
		public void truncate(long sizeBytes) throws IOException {
			this.file.truncate(sizeBytes);
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

}
