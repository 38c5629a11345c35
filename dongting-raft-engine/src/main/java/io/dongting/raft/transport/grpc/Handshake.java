package io.dongting.raft.transport.grpc;

import io.dongting.raft.transport.MalformedMessageException;
import io.dongting.raft.transport.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Says who this node is, and judges what others say. A refusal names both sides, so that
 * whoever reads it in one log knows where to look.
 *
 * @param nodeId this node
 * @param startNumber which start of it this is (R1)
 */
record Handshake(int nodeId, long startNumber) {

	static final int PROTOCOL_VERSION = 1;

	/**
	 * The first frame of a stream that this node opens.
	 * @param expectedNodeId whom it wants to reach
	 */
	Wire.Frame opening(int expectedNodeId) {
		return frame(hello().setExpectedNodeId(expectedNodeId));
	}

	/** The first frame that goes back on a stream opened by another node. */
	Wire.Frame answer() {
		return frame(hello());
	}

	static Wire.Hello read(Wire.Frame frame) {
		if (!frame.hasHello()) {
			throw new MalformedMessageException("The first frame is no Hello but " + frame.getBodyCase());
		}
		return frame.getHello();
	}

	/**
	 * Judge the answer to an opening.
	 * @param answer what the other end says
	 * @param expectedNodeId whom this node wanted to reach
	 * @param address where
	 * @return why the link is refused, or {@code null} if it is good
	 */
	@Nullable String refusalOfAnswer(Wire.Hello answer, int expectedNodeId, Object address) {
		if (answer.getProtocolVersion() != PROTOCOL_VERSION) {
			return "node " + answer.getNodeId() + " at " + address + speaks(answer);
		}
		if (answer.getNodeId() == this.nodeId) {
			return "node " + expectedNodeId + " is expected at " + address + ", but what answers there calls itself"
					+ " node " + this.nodeId + " as this one does: the address is wrong, or a node id is given twice";
		}
		if (answer.getNodeId() != expectedNodeId) {
			return "node " + expectedNodeId + " is expected at " + address + " by node " + this.nodeId + ", but node "
					+ answer.getNodeId() + " answers there";
		}
		return null;
	}

	/**
	 * Judge an opening.
	 * @param opening what the other end says
	 * @param remote where it comes from
	 * @return why the stream is refused, or {@code null} if it is good
	 */
	@Nullable String refusalOfOpening(Wire.Hello opening, Object remote) {
		String sender = "node " + opening.getNodeId() + " at " + remote;
		if (opening.getProtocolVersion() != PROTOCOL_VERSION) {
			return sender + speaks(opening);
		}
		if (opening.getNodeId() <= 0) {
			return sender + " is no node: node ids are positive";
		}
		if (opening.getNodeId() == this.nodeId) {
			return sender + " has the node id of this node: an address is wrong, or a node id is given twice";
		}
		if (opening.getExpectedNodeId() != this.nodeId) {
			return sender + " wants to reach node " + opening.getExpectedNodeId() + ", but this is node " + this.nodeId;
		}
		return null;
	}

	private String speaks(Wire.Hello hello) {
		return " speaks version " + hello.getProtocolVersion() + " of the protocol, node " + this.nodeId
				+ " speaks version " + PROTOCOL_VERSION;
	}

	private Wire.Hello.Builder hello() {
		return Wire.Hello.newBuilder()
			.setProtocolVersion(PROTOCOL_VERSION)
			.setNodeId(this.nodeId)
			.setStartNumber(this.startNumber);
	}

	private static Wire.Frame frame(Wire.Hello.Builder hello) {
		return Wire.Frame.newBuilder().setHello(hello).build();
	}

}
