package io.dongting.spring.autoconfigure.actuate;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Writes sets of nodes.
 */
final class NodeSets {

	private NodeSets() {
	}

	static SortedSet<Integer> of(Integer... nodeIds) {
		return new TreeSet<>(List.of(nodeIds));
	}

}
