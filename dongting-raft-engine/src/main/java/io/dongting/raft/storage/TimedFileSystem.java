package io.dongting.raft.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongConsumer;

import io.dongting.fiber.Clock;

/**
 * Tells how long its files take to become durable.
 *
 * @param files the real files
 * @param clock measures the time; read by the threads that work on files
 * @param synced told how many nanoseconds a sync took that did not fail; must not throw
 */
public record TimedFileSystem(FileSystem files, Clock clock, LongConsumer synced) implements FileSystem {

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
		return new TimedFile(this.files.open(path));
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
	public void syncDirectory(String directory) throws IOException {
		this.files.syncDirectory(directory);
	}

	@Override
	public long usableSpaceBytes() throws IOException {
		return this.files.usableSpaceBytes();
	}

	@Override
	public long totalSpaceBytes() throws IOException {
		return this.files.totalSpaceBytes();
	}

	private final class TimedFile implements StorageFile {

		private final StorageFile file;

		TimedFile(StorageFile file) {
			this.file = file;
		}

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
		public void sync() throws IOException {
			long beganNanos = TimedFileSystem.this.clock.nanoTime();
			this.file.sync();
			TimedFileSystem.this.synced.accept(TimedFileSystem.this.clock.nanoTime() - beganNanos);
		}

		@Override
		public void syncAll() throws IOException {
			long beganNanos = TimedFileSystem.this.clock.nanoTime();
			this.file.syncAll();
			TimedFileSystem.this.synced.accept(TimedFileSystem.this.clock.nanoTime() - beganNanos);
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
