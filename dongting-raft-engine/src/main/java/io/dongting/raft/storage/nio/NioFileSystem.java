package io.dongting.raft.storage.nio;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.storage.StorageFile;
import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * The files below a directory of this machine. May be used by several threads.
 */
public final class NioFileSystem implements FileSystem {

	private static final Set<OpenOption> READ_WRITE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
			StandardOpenOption.CREATE);

	/** Windows has its own threads for this, and journals names by itself. */
	private static final boolean WINDOWS = File.separatorChar == '\\';

	private final Path root;

	private final @Nullable ExecutorService executor = WINDOWS ? null : new CallerExecutor();

	/** One for each thread that does IO, however many files there are. */
	private final ThreadLocal<ByteBuffer> chunks = ThreadLocal
		.withInitial(() -> ByteBuffer.allocateDirect(NioFile.CHUNK_BYTES + BlankSpace.BLOCK_BYTES)
			.alignedSlice(BlankSpace.BLOCK_BYTES)
			.slice(0, NioFile.CHUNK_BYTES));

	/**
	 * Create the file system of a directory.
	 * @param root the directory; {@link #createDirectories} creates it when missing
	 */
	public NioFileSystem(Path root) {
		this.root = root.toAbsolutePath().normalize();
	}

	@Override
	public void createDirectories(String directory) throws IOException {
		Files.createDirectories(resolve(directory));
	}

	@Override
	public boolean exists(String path) {
		return Files.exists(resolve(path));
	}

	@Override
	public List<String> list(String directory) throws IOException {
		try (Stream<Path> paths = Files.list(resolve(directory))) {
			return paths.map((path) -> path.getFileName().toString()).sorted().toList();
		}
	}

	@Override
	public StorageFile open(String path) throws IOException {
		Path file = resolve(path);
		boolean fresh = !Files.exists(file);
		try {
			AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, READ_WRITE, this.executor);
			// By its name, which is its own only now; no other kind of file is filled as
			// a
			// log is
			return new NioFile(file, channel, fresh ? UncachedChannel.open(file) : null, this.chunks);
		}
		catch (IOException ex) {
			throw StorageErrors.ofWrite(file, 1, ex);
		}
	}

	@Override
	public void rename(String from, String to) throws IOException {
		Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
	}

	@Override
	public void delete(String path) throws IOException {
		Files.delete(resolve(path));
	}

	@Override
	public void syncDirectory(String directory) throws IOException {
		if (WINDOWS) {
			return;
		}
		Path path = resolve(directory);
		try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, Set.of(StandardOpenOption.READ),
				this.executor)) {
			channel.force(true);
		}
		catch (IOException ex) {
			throw StorageErrors.of(path, ex);
		}
	}

	@Override
	public long usableSpaceBytes() throws IOException {
		return Files.getFileStore(this.root).getUsableSpace();
	}

	@Override
	public long totalSpaceBytes() throws IOException {
		return Files.getFileStore(this.root).getTotalSpace();
	}

	private Path resolve(String path) {
		return this.root.resolve(StoragePaths.require(path));
	}

	@Override
	public String toString() {
		return this.root.toString();
	}

}
