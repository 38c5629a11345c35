package io.dongting.raft.server;

import java.util.Arrays;
import java.util.List;

import io.dongting.raft.core.RaftGroupImpl;
import org.jspecify.annotations.Nullable;

/**
 * The groups that messages get to. Looked into for every message and hardly ever changed,
 * so it is copied when it is, and searched where the ids lie side by side. Thread-safe.
 */
final class GroupTable {

	private volatile Content content = new Content(0, new int[0], new RaftGroupImpl[0]);

	/** A group of the same id is replaced. */
	synchronized void add(RaftGroupImpl group) {
		Content before = without(group.groupId());
		int place = -Arrays.binarySearch(before.ids(), group.groupId()) - 1;
		int[] ids = Arrays.copyOf(before.ids(), before.ids().length + 1);
		RaftGroupImpl[] groups = Arrays.copyOf(before.groups(), ids.length);
		System.arraycopy(before.ids(), place, ids, place + 1, before.ids().length - place);
		System.arraycopy(before.groups(), place, groups, place + 1, before.ids().length - place);
		ids[place] = group.groupId();
		groups[place] = group;
		this.content = new Content(before.changes() + 1, ids, groups);
	}

	/** Another group of the same id stays. */
	synchronized void remove(RaftGroupImpl group) {
		if (get(group.groupId()) == group) {
			this.content = without(group.groupId());
		}
	}

	private Content without(int groupId) {
		Content before = this.content;
		int place = Arrays.binarySearch(before.ids(), groupId);
		if (place < 0) {
			return before;
		}
		int[] ids = Arrays.copyOf(before.ids(), before.ids().length - 1);
		RaftGroupImpl[] groups = Arrays.copyOf(before.groups(), ids.length);
		System.arraycopy(before.ids(), place + 1, ids, place, ids.length - place);
		System.arraycopy(before.groups(), place + 1, groups, place, ids.length - place);
		return new Content(before.changes() + 1, ids, groups);
	}

	@Nullable RaftGroupImpl get(int groupId) {
		Content current = this.content;
		int place = Arrays.binarySearch(current.ids(), groupId);
		return (place >= 0) ? current.groups()[place] : null;
	}

	/** Return the groups, by their ids. */
	List<RaftGroupImpl> all() {
		return List.of(this.content.groups());
	}

	int size() {
		return this.content.ids().length;
	}

	/** Return how often a group has come or gone so far. */
	long changes() {
		return this.content.changes();
	}

	/** Never changed. */
	private record Content(long changes, int[] ids, RaftGroupImpl[] groups) {

	}

}
