package io.dongting.raft.transport.grpc;

import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;

/**
 * Stands where one context is expected for life, and gives each connection an engine of
 * the latest. A connection gets all it needs from one context, so that it never shows the
 * certificate of one with the key of another.
 */
final class ReplaceableSslContext extends SslContext {

	private volatile SslContext current;

	ReplaceableSslContext(SslContext first) {
		this.current = first;
	}

	/** Not released: connections may still use it, and it goes with the last of them. */
	void replace(SslContext next) {
		this.current = next;
	}

	@Override
	public boolean isClient() {
		return this.current.isClient();
	}

	@Override
	public List<String> cipherSuites() {
		return this.current.cipherSuites();
	}

	/** Deprecated for whoever asks, but not for whoever is asked. */
	@Override
	@SuppressWarnings("deprecation")
	public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
		return this.current.applicationProtocolNegotiator();
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator allocator) {
		return this.current.newEngine(allocator);
	}

	@Override
	public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
		return this.current.newEngine(allocator, host, port);
	}

	@Override
	public SSLSessionContext sessionContext() {
		return this.current.sessionContext();
	}

}
