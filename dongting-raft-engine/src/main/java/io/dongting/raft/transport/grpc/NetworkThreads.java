package io.dongting.raft.transport.grpc;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

/**
 * The threads of one transport. A few event loops are shared by its server and all its
 * links; names are resolved on threads of their own, because that blocks, and those
 * threads end when there is nothing to resolve.
 */
final class NetworkThreads {

	private static final int MAX_EVENT_LOOPS = 4;

	private static final int MAX_RESOLVERS = 4;

	private static final long IDLE_RESOLVER_SECONDS = 10;

	private final EventLoopGroup eventLoops;

	private final ThreadPoolExecutor resolvers;

	NetworkThreads() {
		AtomicInteger number = new AtomicInteger();
		ThreadFactory factory = (task) -> new NetworkThread(task, number.incrementAndGet());
		int count = Math.max(2, Math.min(MAX_EVENT_LOOPS, Runtime.getRuntime().availableProcessors()));
		this.eventLoops = new MultiThreadIoEventLoopGroup(count, factory, NioIoHandler.newFactory());
		this.resolvers = new ThreadPoolExecutor(MAX_RESOLVERS, MAX_RESOLVERS, IDLE_RESOLVER_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		this.resolvers.allowCoreThreadTimeOut(true);
	}

	EventLoopGroup eventLoops() {
		return this.eventLoops;
	}

	Executor resolvers() {
		return this.resolvers;
	}

	/**
	 * Return one of the event loops, to be kept by someone who wants all its work done by
	 * one thread.
	 */
	ScheduledExecutorService pick() {
		return this.eventLoops.next();
	}

	/**
	 * Whether the calling thread is one of these.
	 */
	boolean isCurrent() {
		return Thread.currentThread() instanceof NetworkThread thread && thread.belongsTo(this);
	}

	boolean isClosed() {
		return this.eventLoops.isShuttingDown();
	}

	/**
	 * End the threads. One that is in the middle of resolving a name cannot be
	 * interrupted; it ends by itself when the resolver of the system answers.
	 * @param limitMillis how long to wait for that
	 */
	void close(long limitMillis) throws InterruptedException {
		this.resolvers.shutdownNow();
		try {
			// First, since what they find makes work for the event loops.
			this.resolvers.awaitTermination(limitMillis, TimeUnit.MILLISECONDS);
		}
		finally {
			this.eventLoops.shutdownGracefully(0, limitMillis, TimeUnit.MILLISECONDS);
		}
		this.eventLoops.awaitTermination(limitMillis, TimeUnit.MILLISECONDS);
	}

	private final class NetworkThread extends Thread {

		NetworkThread(Runnable task, int number) {
			super(task, "dongting-net-" + number);
			setDaemon(true);
		}

		boolean belongsTo(NetworkThreads threads) {
			return NetworkThreads.this == threads;
		}

	}

}
