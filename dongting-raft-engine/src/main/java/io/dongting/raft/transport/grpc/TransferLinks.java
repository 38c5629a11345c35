package io.dongting.raft.transport.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.HostPort;
import io.dongting.raft.transport.InstallReq;
import org.jspecify.annotations.Nullable;

/**
 * The links that carry snapshots, each opened when it is first needed. Thread-safe.
 */
final class TransferLinks {

	private final Map<Integer, HostPort> addresses = new TreeMap<>();

	private final Map<Integer, Link> links = new TreeMap<>();

	private @Nullable LinkContext context;

	private boolean closed;

	/** A node is to be reached there from now on. */
	synchronized void locate(int nodeId, HostPort address) {
		this.addresses.put(nodeId, address);
		Link link = this.links.get(nodeId);
		if (link != null) {
			link.connect(address);
		}
	}

	/**
	 * A node is to be reached no more.
	 * @return done when there is no attempt under way
	 */
	synchronized CompletableFuture<Void> disconnect(int nodeId) {
		this.addresses.remove(nodeId);
		Link link = this.links.get(nodeId);
		return (link != null) ? link.disconnect() : CompletableFuture.completedFuture(null);
	}

	/**
	 * Send a piece of a snapshot.
	 * @return whether it was taken; not while the link is being opened
	 */
	boolean send(int nodeId, InstallReq request, LinkContext transport) {
		Link link = link(nodeId, transport);
		return link != null && link.send(request);
	}

	private synchronized @Nullable Link link(int nodeId, LinkContext transport) {
		HostPort address = this.addresses.get(nodeId);
		if (this.closed || address == null) {
			return null;
		}
		Link link = this.links.get(nodeId);
		if (link == null) {
			LinkContext used = (this.context != null) ? this.context : transport.forTransfers();
			this.context = used;
			link = new Link(nodeId, used);
			this.links.put(nodeId, link);
			link.connect(address);
		}
		return link;
	}

	/** Close all. */
	synchronized List<CompletableFuture<Void>> close() {
		this.closed = true;
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		this.links.values().forEach((link) -> ends.add(link.close()));
		return ends;
	}

}
