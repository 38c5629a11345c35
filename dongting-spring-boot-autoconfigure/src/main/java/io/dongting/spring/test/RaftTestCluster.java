package io.dongting.spring.test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.spring.SnapshotSupport;
import org.jspecify.annotations.Nullable;

/**
 * A simulated cluster whose nodes all run the state machine of a test. It begins with a
 * leader that all nodes know, and nothing goes wrong until the test says so.
 *
 * <p>
 * Calls go through {@linkplain #on(int) the proxy of a node}, as in an application, with
 * the same three outcomes: a result or the command's own exception,
 * {@link NotExecutedException}, or {@link OutcomeUnknownException}. While a call waits,
 * virtual time passes, and with it everything happens that happens in a cluster; between
 * calls time stands still, unless {@link #advance} lets it pass. A call that is not
 * answered ends after five seconds of virtual time. Methods that return a
 * {@code CompletableFuture} return at once, and so does {@link #async}: what goes wrong
 * then goes wrong while the call is under way.
 *
 * <p>
 * Clock, network and disks of the nodes are simulated, and repeated by the same
 * {@linkplain #seed() seed}. The state machine itself runs as it is. If it looks at the
 * real clock, that is not repeated, but {@linkplain #verify() found}.
 *
 * <p>
 * A call may also fail in an application because its node has not yet noticed that the
 * leader is gone: {@link #proxy()} spares tests of something else that.
 *
 * <p>
 * To be used by the thread of the test.
 *
 * @param <T> what the proxies are: an interface of the state machine, or its class if it
 * has none of its own
 */
public final class RaftTestCluster<T> {

	private final TestNodes nodes;

	private final T proxy;

	private final List<T> proxies;

	private final long seed;

	/**
	 * Create a cluster and wait until it works.
	 * @param type what the proxies are to be
	 */
	RaftTestCluster(Class<T> type, StateMachineSource source, int size, long seed) {
		this.seed = seed;
		this.nodes = new TestNodes(source, size, seed);
		this.nodes.start();
		this.proxy = type.cast(this.nodes.proxy());
		this.proxies = this.nodes.ids().stream().map((nodeId) -> type.cast(this.nodes.proxy(nodeId))).toList();
	}

	/**
	 * Return the seed. The same test with the same seed, as in
	 * {@code @RaftTest(seed = 42)}, meets the same chance.
	 * @return the seed
	 */
	public long seed() {
		return this.seed;
	}

	/**
	 * Return the ids of all nodes, whether they run or not.
	 * @return the ids, beginning with 1
	 */
	public List<Integer> nodes() {
		return this.nodes.ids();
	}

	/**
	 * Return the proxy of a client that knows its way: each call goes to the leader, and
	 * if nobody leads, as after a crash, it first waits until somebody does. If nobody
	 * can be elected, it goes to any node.
	 * @return the proxy, which may be used whatever happens to the nodes
	 */
	public T proxy() {
		return this.proxy;
	}

	/**
	 * Return the proxy of a node: what the beans of the application on that node are
	 * given.
	 * @param node the node's id
	 * @return the proxy, also after restarts. While the node does not run, calls fail
	 * with {@link NotExecutedException}
	 */
	public T on(int node) {
		this.nodes.get(node);
		return this.proxies.get(node - 1);
	}

	/**
	 * Let another client make calls, while the test goes on and lets things happen. Its
	 * calls wait, as those of a thread of the application do. It runs until it waits for
	 * the first time, and goes on whenever the test waits or lets time pass.
	 *
	 * <p>
	 * It may use the proxies and {@link #advance}; everything else of this class is for
	 * the thread of the test.
	 * @param <R> what it returns
	 * @param calls the calls
	 * @return completed with what the calls return or throw. Waiting for it lets time
	 * pass
	 */
	public <R extends @Nullable Object> CompletableFuture<R> async(Callable<R> calls) {
		return this.nodes.simulation().start(calls);
	}

	/**
	 * Let time pass on all nodes; so does the time that commands see in their context.
	 * @param duration how much
	 */
	public void advance(Duration duration) {
		this.nodes.simulation().advance(duration);
	}

	/**
	 * Return which node leads, once one does that reaches a majority.
	 * @return its id
	 * @throws IllegalStateException if nobody can be elected, since no majority runs and
	 * is connected
	 */
	public int leader() {
		return checked(this.nodes::awaitLeader);
	}

	/**
	 * Let a node lose its power. Its state machine is gone, and what its disk was just
	 * writing may be there, or in part, or not; what was acknowledged is. Who waits there
	 * for a command does not learn its outcome.
	 * @param node the node's id
	 */
	public void crash(int node) {
		this.nodes.get(node).crash();
	}

	/**
	 * Start a node on what its disk holds, with a new state machine. If it runs, it
	 * crashes before.
	 * @param node the node's id
	 */
	public void restart(int node) {
		this.nodes.get(node).restart();
	}

	/**
	 * Cut a node off from all others. It runs on, and its clients still reach it.
	 * @param node the node's id
	 */
	public void isolate(int node) {
		this.nodes.isolate(node);
	}

	/**
	 * Divide the network: nodes reach those on their side and no others. It takes the
	 * place of what was cut before.
	 * @param oneSide node ids
	 * @param otherSide other node ids; a node on neither side reaches nobody
	 */
	public void partition(Set<Integer> oneSide, Set<Integer> otherSide) {
		this.nodes.partition(List.of(oneSide, otherSide));
	}

	/**
	 * Let a disk be slow.
	 * @param node the node's id
	 * @param latency how long each piece of work on it takes from now on, also after a
	 * restart
	 */
	public void slowDisk(int node, Duration latency) {
		this.nodes.slowDisk(node, latency);
	}

	/**
	 * Let all nodes reach each other, and all disks be fast. Nodes that do not run are
	 * not started.
	 */
	public void heal() {
		this.nodes.heal();
	}

	/**
	 * Let a node save a snapshot, as it does by itself in production after many commands.
	 * The log before it may go: a node that was cut off meanwhile gets the snapshot in
	 * its place.
	 * @param node the node's id
	 * @return the index of the last command in it
	 * @throws UnsupportedOperationException if the state machine does not implement
	 * {@link SnapshotSupport}
	 */
	public long snapshot(int node) {
		return this.nodes.snapshot(node);
	}

	/**
	 * Let a node save a snapshot, crash, and start from that.
	 * @param node the node's id
	 * @return the index of the last command in the snapshot
	 * @throws UnsupportedOperationException if the state machine does not implement
	 * {@link SnapshotSupport}
	 */
	public long snapshotAndRestore(int node) {
		long index = this.nodes.snapshot(node);
		this.nodes.get(node).restart();
		return checked(() -> {
			this.nodes.awaitCaughtUp(node);
			return index;
		});
	}

	/**
	 * Heal everything, start the nodes that do not run, and let time pass until calls
	 * have ended and all nodes have applied the same.
	 * @throws RaftTestError if that does not come about, because the state machine has
	 * stopped a node
	 */
	public void settle() {
		checked(() -> {
			this.nodes.settle();
			return null;
		});
	}

	/**
	 * {@linkplain #settle() Settle}, then check the state machine. This is done after
	 * each test in any case.
	 * <ul>
	 * <li>Every command had the same outcome on all nodes, also when a node applied it
	 * again after a restart.</li>
	 * <li>It has the same outcome when a new state machine applies the whole log once
	 * more.</li>
	 * <li>If the state machine implements {@link SnapshotSupport}: all nodes, and that
	 * new state machine, save the same snapshot, byte for byte. So the same state has to
	 * be written in the same way, maps and sets sorted.</li>
	 * <li>A snapshot, loaded into a new or used state machine and taken again, is the
	 * same. What applies the rest of the log after that has the same outcomes and ends in
	 * the same state: so the snapshot holds all that commands depend on. Tried at several
	 * positions of the log.</li>
	 * <li>A snapshot that was taken does not change while commands are applied.</li>
	 * </ul>
	 *
	 * <p>
	 * What is not found: that commands depend on something that is the same throughout
	 * this process, as its time zone, the order of {@code Set.of} or the hash codes of
	 * enum constants, or which no command of the test has shown. Without snapshots the
	 * state shows only in outcomes; there the test itself should query each node.
	 * @throws RaftTestError if the state machine breaks a rule; the message says which,
	 * and where
	 */
	public void verify() {
		checked(() -> {
			this.nodes.settle();
			this.nodes.check();
			return null;
		});
	}

	private <R extends @Nullable Object> R checked(Supplier<R> work) {
		try {
			return work.get();
		}
		catch (BrokenRule ex) {
			throw new RaftTestError(ex.getMessage() + "\n" + Repetition.of(this.seed), ex.getCause());
		}
	}

	/** Let nothing go on. */
	void close() {
		this.nodes.close();
	}

}
