package io.dongting.raft.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Files that live in the heap and end with it: for groups that need not survive, and for
 * tests that are not about faults. Nothing here is durable, and a sync does nothing. May
 * be used by several threads.
 */
public final class MemoryFileSystem implements FileSystem {

	private final TreeMap<String, MemoryFile> files = new TreeMap<>();

	private final TreeSet<String> directories = new TreeSet<>();

	private final long capacityBytes;

	/**
	 * Create an empty file system.
	 * @param capacityBytes how large it is, from which {@link #usableSpaceBytes()} counts
	 * down
	 */
	public MemoryFileSystem(long capacityBytes) {
		this.capacityBytes = capacityBytes;
		this.directories.add("");
	}

	/**
	 * Create an empty file system as large as the heap may become.
	 */
	public MemoryFileSystem() {
		this(Runtime.getRuntime().maxMemory());
	}

	@Override
	public synchronized void createDirectories(String directory) {
		String path = StoragePaths.require(directory);
		while (!path.isEmpty()) {
			this.directories.add(path);
			path = StoragePaths.parent(path);
		}
	}

	@Override
	public synchronized boolean exists(String path) {
		return this.files.containsKey(StoragePaths.require(path)) || this.directories.contains(path);
	}

	@Override
	public synchronized List<String> list(String directory) throws IOException {
		requireDirectory(StoragePaths.require(directory));
		TreeSet<String> names = new TreeSet<>();
		addNames(names, this.files.keySet(), directory);
		addNames(names, this.directories, directory);
		return List.copyOf(names);
	}

	private static void addNames(TreeSet<String> names, Iterable<String> paths, String directory) {
		for (String path : paths) {
			if (!path.isEmpty() && StoragePaths.parent(path).equals(directory)) {
				names.add(directory.isEmpty() ? path : path.substring(directory.length() + 1));
			}
		}
	}

	@Override
	public synchronized StorageFile open(String path) throws IOException {
		requireDirectory(StoragePaths.parent(StoragePaths.require(path)));
		return this.files.computeIfAbsent(path, (missing) -> new MemoryFile());
	}

	@Override
	public synchronized void rename(String from, String to) throws IOException {
		requireDirectory(StoragePaths.parent(StoragePaths.require(to)));
		if (this.directories.contains(StoragePaths.require(from))) {
			renameDirectory(from, to);
		}
		else {
			this.files.put(to, remove(from));
		}
	}

	private void renameDirectory(String from, String to) throws IOException {
		if (exists(to)) {
			throw new FileAlreadyExistsException(to);
		}
		this.directories.remove(from);
		this.directories.add(to);
		for (String directory : List.copyOf(this.directories.subSet(from + "/", from + "0"))) {
			this.directories.remove(directory);
			this.directories.add(to + directory.substring(from.length()));
		}
		for (String file : List.copyOf(this.files.subMap(from + "/", from + "0").keySet())) {
			this.files.put(to + file.substring(from.length()), remove(file));
		}
	}

	@Override
	public synchronized void delete(String path) throws IOException {
		remove(path);
	}

	@Override
	public synchronized void syncDirectory(String directory) throws IOException {
		requireDirectory(StoragePaths.require(directory));
	}

	@Override
	public synchronized long usableSpaceBytes() {
		long usedBytes = this.files.values().stream().mapToLong(MemoryFile::heldBytes).sum();
		return Math.max(0, this.capacityBytes - usedBytes);
	}

	@Override
	public long totalSpaceBytes() {
		return this.capacityBytes;
	}

	private MemoryFile remove(String path) throws IOException {
		@Nullable MemoryFile file = this.files.remove(StoragePaths.require(path));
		if (file == null) {
			throw new FileNotFoundException(path);
		}
		return file;
	}

	private void requireDirectory(String directory) throws IOException {
		if (!this.directories.contains(directory)) {
			throw new FileNotFoundException(directory);
		}
	}

}
