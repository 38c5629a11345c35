package io.dongting.samples.benchmark.contest;

import java.io.IOException;
import java.util.SortedMap;

/**
 * An engine that is measured. Started once and closed once. A command that is answered is
 * durable on a majority, unless the settings of the cluster say otherwise.
 */
public interface Contestant extends AutoCloseable {

	/**
	 * Start all nodes in this process and wait until each group is led and takes
	 * commands.
	 * @param settings what the cluster is like
	 * @param replicas the state that the state machine of each group drives on each node
	 * @throws IOException if a node cannot be started
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	void start(ClusterSettings settings, Replicas replicas) throws IOException, InterruptedException;

	/**
	 * Give a command to the node that leads a group. Does not wait for its outcome, but
	 * may be called by one thread only at a time.
	 * @param group the group, from 0 on
	 * @param command the command, see {@link Command}; not changed afterwards
	 * @param outcome told once what became of it, on any thread
	 */
	void submit(int group, byte[] command, Outcome outcome);

	/**
	 * Read the value of a key, as fresh as the settings of the cluster say.
	 * @param group the group, from 0 on
	 * @param key the key
	 * @param place on which node
	 * @param outcome told the value once, on any thread
	 */
	void read(int group, int key, ReadPlace place, Outcome outcome);

	/**
	 * Return how the engine was set, for people.
	 * @return values by names; what is not named is as the engine has it by default
	 */
	SortedMap<String, String> settings();

	/** Stop all nodes. */
	@Override
	void close();

}
