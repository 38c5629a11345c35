package io.dongting.raft.transport.grpc;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Asks a peer from time to time whether it is there, and says so when no answer comes. It
 * is a call beside the stream, so that a long message on the stream is not taken for
 * silence: HTTP/2 interleaves the two.
 *
 * <p>
 * At most one question is open at a time. Safe for use by any thread.
 */
final class PeerPing {

	private final Channel channel;

	private final ScheduledExecutorService loop;

	private final Duration interval;

	private final Duration limit;

	private final Runnable answered;

	private final Consumer<LinkEnd> silent;

	private @Nullable Future<?> next;

	private boolean stopped;

	PeerPing(Channel channel, ScheduledExecutorService loop, LinkTiming timing, Runnable answered,
			Consumer<LinkEnd> silent) {
		this.channel = channel;
		this.loop = loop;
		this.interval = timing.pingInterval();
		this.limit = timing.pingLimit();
		this.answered = answered;
		this.silent = silent;
	}

	synchronized void start() {
		if (!this.stopped) {
			this.next = this.loop.schedule(this::ask, this.interval.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	synchronized void stop() {
		this.stopped = true;
		if (this.next != null) {
			this.next.cancel(false);
		}
	}

	private void ask() {
		ClientCall<byte[], byte[]> call = this.channel.newCall(RaftPeerMethods.PING,
				CallOptions.DEFAULT.withDeadlineAfter(this.limit.toMillis(), TimeUnit.MILLISECONDS));
		call.start(new ClientCall.Listener<>() {

			@Override
			public void onClose(Status status, Metadata trailers) {
				closed(status);
			}

		}, new Metadata());
		// Two: gRPC looks for a second message to be sure that there is none.
		call.request(2);
		call.sendMessage(new byte[0]);
		call.halfClose();
	}

	private void closed(Status status) {
		if (status.isOk()) {
			this.answered.run();
			start();
		}
		else if (!isStopped()) {
			this.silent.accept(new LinkEnd(LinkEnd.Kind.LOST,
					"it has not answered a ping within " + this.limit.toMillis() + " ms: " + status.getCode()));
		}
	}

	private synchronized boolean isStopped() {
		return this.stopped;
	}

}
