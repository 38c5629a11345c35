package io.dongting.raft.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.DispatcherOptions;
import io.dongting.fiber.FailureHandler;
import io.dongting.fiber.SystemClock;
import io.dongting.fiber.ThreadDispatcher;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.grpc.GrpcTransport;
import org.jspecify.annotations.Nullable;

/**
 * The world as it is: threads, clocks, gRPC, and files of some kind.
 */
final class LocalEnvironment implements RaftEnvironment {

	private static final int MAX_DISPATCHERS = 4;

	private static final Duration WRITERS_PATIENCE = Duration.ofSeconds(5);

	private final Supplier<NodeDirectory> directory;

	private final ExecutorService storage = Executors.newCachedThreadPool(threads("storage"));

	private final ExecutorService apply = Executors.newCachedThreadPool(threads("apply"));

	private final ExecutorService listeners = Executors.newCachedThreadPool(threads("listener"));

	private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());

	LocalEnvironment(Supplier<NodeDirectory> directory) {
		this.directory = directory;
	}

	@Override
	public NodeDirectory openDirectory() {
		return new SettledDirectory(this.directory.get(), this.storage, WRITERS_PATIENCE);
	}

	@Override
	public int dispatcherCount() {
		return Math.min(MAX_DISPATCHERS, Runtime.getRuntime().availableProcessors());
	}

	@Override
	public Dispatcher startDispatcher(String name, FailureHandler failureHandler) {
		ThreadDispatcher dispatcher = new ThreadDispatcher(name, new SystemClock(),
				DispatcherOptions.defaults().withFailureHandler(failureHandler));
		dispatcher.start();
		return dispatcher;
	}

	@Override
	public FailureHandler failureHandler() {
		return FailureHandler.logging();
	}

	@Override
	public Executor storageExecutor() {
		return this.storage;
	}

	@Override
	public Executor applyExecutor(RaftGroupConfig group) {
		return this.apply;
	}

	@Override
	public Executor listenerExecutor() {
		return this.listeners;
	}

	@Override
	public Transport createTransport(int nodeId, long startNumber, @Nullable HostPort listen) {
		return new GrpcTransport(nodeId, startNumber, listen);
	}

	@Override
	public SplittableRandom newRandom() {
		return this.random.split();
	}

	@Override
	public UUID newUuid() {
		return UUID.randomUUID();
	}

	@Override
	public void close() {
		this.storage.shutdown();
		this.apply.shutdown();
		this.listeners.shutdown();
	}

	private static ThreadFactory threads(String purpose) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, "dongting-" + purpose + "-" + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

}
