package io.dongting.samples.benchmark.limits;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.dongting.samples.benchmark.contest.LoopbackPorts;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import org.HdrHistogram.Histogram;

/**
 * What gRPC reaches over the loopback interface, with one connection.
 */
final class LoopbackLimits {

	private static final int SMALL_BYTES = 256;

	private static final int LARGE_BYTES = 64 * 1024;

	private static final double MIB = 1024 * 1024;

	private static final int MOST_IN_FLIGHT = 256;

	private final Duration duration;

	LoopbackLimits(Duration duration) {
		this.duration = duration;
	}

	void measure(Map<String, Double> limits) throws IOException, InterruptedException {
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress(LoopbackPorts.HOST, 0))
			.addService(EchoService.create())
			.build()
			.start();
		ManagedChannel channel = NettyChannelBuilder.forAddress(LoopbackPorts.HOST, server.getPort())
			.usePlaintext()
			.build();
		try {
			// Once to warm up
			roundTrips(channel);
			Histogram latencies = roundTrips(channel);
			limits.put("gRPC round trips/s (1 in flight, 256 bytes)",
					latencies.getTotalCount() / (this.duration.toNanos() / 1e9));
			limits.put("gRPC round trip p50 us", latencies.getValueAtPercentile(50) / 1e3);
			stream(channel, SMALL_BYTES);
			limits.put("gRPC stream messages/s (256 bytes, echoed)", stream(channel, SMALL_BYTES));
			limits.put("gRPC stream MiB/s (64 KiB messages, echoed)", stream(channel, LARGE_BYTES) * LARGE_BYTES / MIB);
		}
		finally {
			channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
			server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
		}
	}

	private Histogram roundTrips(ManagedChannel channel) {
		Histogram latencies = new Histogram(3);
		byte[] message = new byte[SMALL_BYTES];
		long endNanos = System.nanoTime() + this.duration.toNanos();
		for (long startNanos = System.nanoTime(); startNanos < endNanos; startNanos = System.nanoTime()) {
			ClientCalls.blockingUnaryCall(channel, EchoService.UNARY, CallOptions.DEFAULT, message);
			latencies.recordValue(System.nanoTime() - startNanos);
		}
		return latencies;
	}

	/** Return messages in a second, there and back. */
	private double stream(ManagedChannel channel, int messageBytes) throws InterruptedException {
		Semaphore room = new Semaphore(MOST_IN_FLIGHT);
		AtomicLong echoed = new AtomicLong();
		StreamObserver<byte[]> requests = ClientCalls.asyncBidiStreamingCall(
				channel.newCall(EchoService.STREAM, CallOptions.DEFAULT), new EchoCounter(echoed, room));
		byte[] message = new byte[messageBytes];
		long startNanos = System.nanoTime();
		long endNanos = startNanos + this.duration.toNanos();
		while (System.nanoTime() < endNanos) {
			room.acquire();
			int permits = 1 + room.drainPermits();
			for (int i = 0; i < permits; i++) {
				requests.onNext(message);
			}
		}
		double rate = echoed.get() / ((System.nanoTime() - startNanos) / 1e9);
		requests.onCompleted();
		room.acquire(MOST_IN_FLIGHT);
		return rate;
	}

	/**
	 * Makes room for a message with each that comes back.
	 *
	 * @param echoed counts them
	 * @param room how many may be under way
	 */
	private record EchoCounter(AtomicLong echoed, Semaphore room) implements StreamObserver<byte[]> {

		@Override
		public void onNext(byte[] message) {
			this.echoed.incrementAndGet();
			this.room.release();
		}

		@Override
		public void onError(Throwable failure) {
			throw new IllegalStateException("The stream failed", failure);
		}

		@Override
		public void onCompleted() {
		}

	}

}
