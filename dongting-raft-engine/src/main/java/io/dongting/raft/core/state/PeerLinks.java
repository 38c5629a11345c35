package io.dongting.raft.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.Transport;

/**
 * The links to the other nodes as this group sees them. What happens to a link arrives
 * here as a task of the group, in order with the messages of that link.
 */
public final class PeerLinks {

	private final Transport transport;

	/** The nodes to which a link is open: few, and looked up for every message. */
	private int[] open = {};

	private final List<LinkListener> listeners = new ArrayList<>();

	public PeerLinks(Transport transport) {
		this.transport = transport;
	}

	public void addListener(LinkListener listener) {
		this.listeners.add(listener);
	}

	public boolean isOpen(int nodeId) {
		for (int other : this.open) {
			if (other == nodeId) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Send a request, if that is possible now.
	 * @param nodeId to whom
	 * @param request the request
	 * @return whether it was taken
	 */
	public boolean send(int nodeId, Message request) {
		return isOpen(nodeId) && this.transport.send(nodeId, request);
	}

	/**
	 * Send a request, if that is possible now, that may wait a moment for those of other
	 * groups.
	 * @param nodeId to whom
	 * @param request the request
	 * @return whether it was taken
	 */
	public boolean sendSoon(int nodeId, Message request) {
		return isOpen(nodeId) && this.transport.sendSoon(nodeId, request);
	}

	public void opened(int nodeId) {
		if (!isOpen(nodeId)) {
			this.open = IntStream.concat(IntStream.of(this.open), IntStream.of(nodeId)).toArray();
		}
		this.listeners.forEach((listener) -> listener.linkOpened(nodeId));
	}

	public void closed(int nodeId) {
		if (isOpen(nodeId)) {
			this.open = IntStream.of(this.open).filter((other) -> other != nodeId).toArray();
			this.listeners.forEach((listener) -> listener.linkClosed(nodeId));
		}
	}

	/**
	 * Has to act when a link opens or ends. Called on the group's thread.
	 */
	public interface LinkListener {

		/**
		 * Requests may be sent.
		 * @param nodeId the other end
		 */
		default void linkOpened(int nodeId) {
		}

		/**
		 * What was sent and not answered never will be.
		 * @param nodeId the other end
		 */
		default void linkClosed(int nodeId) {
		}

	}

}
