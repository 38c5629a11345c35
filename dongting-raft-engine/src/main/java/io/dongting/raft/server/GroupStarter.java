package io.dongting.raft.server;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.dongting.fiber.FiberGroup;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.StateMachine;
import io.dongting.raft.core.GroupStorage;
import io.dongting.raft.core.GroupSurroundings;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.log.LogDamagedException;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the groups of a server up, each by itself: one that cannot be started keeps no
 * other from it.
 */
final class GroupStarter {

	private static final Logger log = LoggerFactory.getLogger(GroupStarter.class);

	private final NodeIdentity identity;

	private final RaftEnvironment environment;

	private final DispatcherPool dispatchers;

	private final Transport transport;

	private final SharedPhase phase = new SharedPhase();

	private final KnownNodes nodes;

	private final MessageDelivery delivery;

	private final GroupOpener opener;

	private final Supplier<DiskSpace> diskSpace;

	/** The groups whose data is damaged. */
	private final Map<RaftGroupImpl, LeftOut> damaged = new ConcurrentHashMap<>();

	GroupStarter(NodeIdentity identity, RaftEnvironment environment, DispatcherPool dispatchers, Transport transport,
			KnownNodes nodes, MessageDelivery delivery, GroupOpener opener, Supplier<DiskSpace> diskSpace) {
		this.identity = identity;
		this.environment = environment;
		this.dispatchers = dispatchers;
		this.transport = transport;
		this.nodes = nodes;
		this.delivery = delivery;
		this.opener = opener;
		this.diskSpace = diskSpace;
	}

	/**
	 * Start a group, or let its status say why it cannot be. Blocks while its files are
	 * opened.
	 * @param group the group
	 * @param stateMachine what it drives
	 */
	void start(RaftGroupImpl group, StateMachine stateMachine) {
		Start start = prepare(group, stateMachine);
		try {
			start.begin(start.open());
		}
		catch (IOException | RuntimeException ex) {
			log.error("{} cannot be started: its data cannot be used. Nothing was changed.", start.context, ex);
			CompletionStage<Void> ended = start.abandon();
			if (ex instanceof LogDamagedException) {
				leaveOut(group, new LeftOut(stateMachine, ended));
			}
			group.refuseStart(Condition.STORAGE_FAILED, String.valueOf(ex.getMessage()));
		}
	}

	/** The data of a group is damaged. */
	void leaveOut(RaftGroupImpl group, LeftOut leftOut) {
		this.damaged.put(group, leftOut);
	}

	/**
	 * Return what is left of the start of a group whose data is damaged.
	 * @param group the group
	 * @return what is left, {@code null} if something else is wrong with the group, or
	 * nothing
	 */
	@Nullable LeftOut leftOut(RaftGroupImpl group) {
		return this.damaged.get(group);
	}

	/** The group runs, or will never run. */
	void forget(RaftGroupImpl group) {
		this.damaged.remove(group);
	}

	/** The group has stopped and will never run again. */
	void removed(RaftGroupImpl group) {
		forget(group);
		this.opener.forget(group.config());
	}

	/**
	 * Give a group a place to run.
	 * @param group the group
	 * @param stateMachine what it drives
	 * @return the start, to be gone through step by step
	 */
	Start prepare(RaftGroupImpl group, StateMachine stateMachine) {
		GroupFailures failures = new GroupFailures(this.environment.failureHandler());
		FiberGroup fibers = this.dispatchers.next().createGroup(group.name(), failures);
		GroupContext context = new GroupContext(this.identity.nodeId(), group.config(), fibers,
				this.environment.newRandom(), this.environment.failpoints(), this.diskSpace, group.meters());
		Health health = new Health(context);
		failures.reportTo(health);
		return new Start(group, stateMachine, context, health);
	}

	/**
	 * The start of one group.
	 */
	final class Start {

		private final RaftGroupImpl group;

		private final StateMachine stateMachine;

		private final GroupContext context;

		private final Health health;

		private Start(RaftGroupImpl group, StateMachine stateMachine, GroupContext context, Health health) {
			this.group = group;
			this.stateMachine = stateMachine;
			this.context = context;
			this.health = health;
		}

		/**
		 * Let the next opening refill the log. Blocks.
		 * @return nothing
		 * @throws IOException if the files cannot be read or written
		 */
		@Nullable Void orderRefill() throws IOException {
			GroupStarter.this.opener.orderRefill(this.group.config(), this.context.fibers());
			return null;
		}

		/**
		 * Open the files of the group. Blocks.
		 * @return the files
		 * @throws IOException if they cannot be read or written; none is open then
		 */
		GroupStorage open() throws IOException {
			return GroupStarter.this.opener.open(this.context, this.health);
		}

		/**
		 * Let the group run.
		 * @param storage its files
		 * @return completed when it has begun to
		 */
		CompletionStage<Void> begin(GroupStorage storage) {
			this.group.start(this.context, storage,
					new GroupSurroundings(GroupStarter.this.identity.startNumber(), GroupStarter.this.nodes.addresses(),
							GroupStarter.this.transport, GroupStarter.this.phase, this.stateMachine,
							GroupStarter.this.environment.applyExecutor(this.group.config()),
							GroupStarter.this.environment.storageExecutor(), this.group::statusChanged),
					this.health);
			GroupStarter.this.delivery.started(this.group);
			CompletableFuture<Void> begun = new CompletableFuture<>();
			this.context.fibers().execute(() -> begun.complete(null));
			return begun;
		}

		/**
		 * The files could not be opened: give the place back.
		 * @return completed when another start may have it
		 */
		CompletionStage<Void> abandon() {
			return this.context.fibers().stop();
		}

	}

	/**
	 * What is left of a start that damage has ended.
	 *
	 * @param stateMachine what the group was to drive; nothing was ever applied to it
	 * @param ended completed when the group may be started again
	 */
	record LeftOut(StateMachine stateMachine, CompletionStage<Void> ended) {

	}

}
