package io.dongting.samples.benchmark.contest;

import java.nio.file.Path;

/**
 * What a cluster is like.
 *
 * @param voters how many nodes there are
 * @param groups how many groups each of them hosts
 * @param fsync whether a command is durable on a majority before it is answered
 * @param freshness how reads are kept fresh
 * @param directory where the nodes keep their data
 */
public record ClusterSettings(int voters, int groups, boolean fsync, Freshness freshness, Path directory) {

	/**
	 * Return where a node keeps its data.
	 * @param node the node, from 1 on
	 * @return a directory, not made yet
	 */
	public Path directory(int node) {
		return this.directory.resolve("node-" + node);
	}

}
