package io.dongting.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.dongting.raft.storage.StoragePaths;
import org.jspecify.annotations.Nullable;

/**
 * The names of the files, twice: as they are seen, and as they are on the disk. What was
 * not synced may each have happened or not when the power goes.
 */
final class SimulatedDirectories {

	private final TreeMap<String, SimulatedContent> cached = new TreeMap<>();

	private final TreeSet<String> cachedDirectories = new TreeSet<>(List.of(""));

	private final TreeMap<String, SimulatedContent> durable = new TreeMap<>();

	private final TreeSet<String> durableDirectories = new TreeSet<>(List.of(""));

	private final List<Change> changes = new ArrayList<>();

	boolean isDirectory(String path) {
		return this.cachedDirectories.contains(path);
	}

	@Nullable SimulatedContent find(String path) {
		return this.cached.get(path);
	}

	@Nullable SimulatedContent findDurable(String path) {
		return this.durableDirectories.contains(StoragePaths.parent(path)) ? this.durable.get(path) : null;
	}

	TreeMap<String, SimulatedContent> files() {
		return this.cached;
	}

	TreeSet<String> names(String directory) {
		TreeSet<String> names = new TreeSet<>();
		addNames(names, this.cached.keySet(), directory);
		addNames(names, this.cachedDirectories, directory);
		return names;
	}

	private static void addNames(TreeSet<String> names, Iterable<String> paths, String directory) {
		for (String path : paths) {
			if (!path.isEmpty() && StoragePaths.parent(path).equals(directory)) {
				names.add(directory.isEmpty() ? path : path.substring(directory.length() + 1));
			}
		}
	}

	void createDirectory(String path) {
		if (this.cachedDirectories.add(path)) {
			this.changes.add(new Change(path, null, null));
		}
	}

	SimulatedContent create(String path) {
		SimulatedContent content = new SimulatedContent(path);
		this.cached.put(path, content);
		this.changes.add(new Change(path, null, content));
		return content;
	}

	void rename(String from, String to, SimulatedContent content) {
		this.cached.remove(from);
		this.cached.put(to, content);
		content.renamed(to);
		this.changes.add(new Change(to, from, content));
	}

	/**
	 * What has happened in the directory and was not synced belongs to it under its new
	 * name too.
	 */
	void renameDirectory(String from, String to) {
		moveAll(from, to, this.cached, this.cachedDirectories);
		this.cached.forEach((path, content) -> content.renamed(path));
		this.changes.replaceAll((change) -> change.moved(from, to));
		this.changes.add(new Change(to, from, null));
	}

	private static void moveAll(String from, String to, TreeMap<String, SimulatedContent> files,
			TreeSet<String> directories) {
		if (directories.remove(from)) {
			directories.add(to);
		}
		for (String directory : List.copyOf(directories.subSet(from + "/", from + "0"))) {
			directories.remove(directory);
			directories.add(moved(directory, from, to));
		}
		for (String file : List.copyOf(files.subMap(from + "/", from + "0").keySet())) {
			files.put(moved(file, from, to), files.remove(file));
		}
	}

	private static String moved(String path, String from, String to) {
		return path.startsWith(from + "/") ? to + path.substring(from.length()) : path;
	}

	void delete(String path) {
		this.cached.remove(path);
		this.changes.add(new Change(null, path, null));
	}

	/** Make durable what happened to the names in a directory. */
	void sync(String directory) {
		this.changes.removeIf((change) -> {
			if (!change.isIn(directory)) {
				return false;
			}
			apply(change);
			return true;
		});
	}

	/** Forget what happened to the names in a directory, after a sync that failed. */
	void loseChanges(String directory) {
		this.changes.removeIf((change) -> change.isIn(directory));
	}

	void crash(CrashChoices choices) {
		for (Change change : this.changes) {
			if (choices.hasHappened()) {
				apply(change);
			}
		}
		this.changes.clear();
		dropWhatHasNoDirectory();
		this.cached.clear();
		this.cached.putAll(this.durable);
		this.cachedDirectories.clear();
		this.cachedDirectories.addAll(this.durableDirectories);
		this.durable.forEach((path, content) -> {
			content.renamed(path);
			content.crash(choices);
		});
	}

	/** Return other directories with the same files and past. */
	SimulatedDirectories copy() {
		SimulatedDirectories copy = new SimulatedDirectories();
		Map<SimulatedContent, SimulatedContent> contents = new LinkedHashMap<>();
		this.cached.forEach((path, content) -> copy.cached.put(path, copyOnce(content, contents)));
		this.durable.forEach((path, content) -> copy.durable.put(path, copyOnce(content, contents)));
		copy.cachedDirectories.addAll(this.cachedDirectories);
		copy.durableDirectories.addAll(this.durableDirectories);
		for (Change change : this.changes) {
			SimulatedContent content = change.content;
			copy.changes
				.add(new Change(change.added, change.removed, (content != null) ? copyOnce(content, contents) : null));
		}
		return copy;
	}

	private static SimulatedContent copyOnce(SimulatedContent content, Map<SimulatedContent, SimulatedContent> copies) {
		return copies.computeIfAbsent(content, SimulatedContent::copy);
	}

	private void dropWhatHasNoDirectory() {
		// A parent sorts before what is in it
		for (String path : List.copyOf(this.durableDirectories)) {
			if (!path.isEmpty() && !this.durableDirectories.contains(StoragePaths.parent(path))) {
				this.durableDirectories.remove(path);
			}
		}
		this.durable.keySet().removeIf((path) -> !this.durableDirectories.contains(StoragePaths.parent(path)));
	}

	private void apply(Change change) {
		if (change.added != null && change.removed != null && change.content == null) {
			moveAll(change.removed, change.added, this.durable, this.durableDirectories);
			return;
		}
		if (change.removed != null) {
			this.durable.remove(change.removed);
		}
		if (change.added != null && change.content != null) {
			this.durable.put(change.added, change.content);
		}
		else if (change.added != null) {
			this.durableDirectories.add(change.added);
		}
	}

	/**
	 * A change of names: a file created, renamed (both names) or deleted, or a directory
	 * created or renamed (no content).
	 */
	private record Change(@Nullable String added, @Nullable String removed, @Nullable SimulatedContent content) {

		Change moved(String from, String to) {
			return new Change((this.added != null) ? SimulatedDirectories.moved(this.added, from, to) : null,
					(this.removed != null) ? SimulatedDirectories.moved(this.removed, from, to) : null, this.content);
		}

		boolean isIn(String directory) {
			return (this.added != null && StoragePaths.parent(this.added).equals(directory))
					|| (this.removed != null && StoragePaths.parent(this.removed).equals(directory));
		}

	}

}
