package io.dongting.simulation;

import java.util.List;

import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.MessageCodec;

/**
 * A connection that one process has opened to another: requests go one way, answers the
 * other. Each end knows for itself whether it is open.
 */
final class SimulatedConnection {

	private static final long PROBE_NANOS = 1_000_000_000;

	/** A peer that is not heard of by so many probes is taken for gone. */
	private static final int SILENT_PROBES = 3;

	/** One that does not know the connection has had time to say so in order by then. */
	private static final int UNKNOWN_PROBES = 2;

	private final SimulatedNetwork network;

	private final SimulatedLink opener;

	private final SimulatedTransport accepter;

	private final Lane requests;

	private final Lane answers;

	private final AnswerSink answerSink = new AnswerSink() {

		@Override
		public void answer(Message answer) {
			answerAll(List.of(answer));
		}

		@Override
		public void answerAll(List<Message> answers) {
			SimulatedConnection.this.answer(answers);
		}

	};

	private boolean openerOpen = true;

	private boolean accepterOpen = true;

	private int failedProbes;

	SimulatedConnection(SimulatedNetwork network, SimulatedLink opener, SimulatedTransport accepter) {
		this.network = network;
		this.opener = opener;
		this.accepter = accepter;
		int from = opener.owner().nodeId();
		int to = accepter.nodeId();
		MessageCodec codec = network.codec();
		this.requests = new Lane(network, from, to, (messages) -> codec.requestsToFrame(messages).toByteArray(),
				this::requestArrived, this::strayRequestArrived);
		this.answers = new Lane(network, to, from, (messages) -> codec.answersToFrame(messages).toByteArray(),
				this::answerArrived, this::strayAnswerArrived);
		probeLater();
	}

	int openerNodeId() {
		return this.opener.owner().nodeId();
	}

	/** The process that had opened the connection. */
	SimulatedTransport opener() {
		return this.opener.owner();
	}

	SimulatedTransport accepter() {
		return this.accepter;
	}

	boolean isClogged() {
		return this.requests.isClogged();
	}

	void unclogged(int from, int to) {
		if (from == openerNodeId() && to == this.accepter.nodeId()) {
			this.requests.unclogged();
		}
		else if (from == this.accepter.nodeId() && to == openerNodeId()) {
			this.answers.unclogged();
		}
	}

	void request(List<Message> messages) {
		this.requests.send(messages);
	}

	private void answer(List<Message> messages) {
		messages.forEach(this.accepter::checkSender);
		if (this.accepterOpen && !this.answers.isFull()) {
			this.answers.send(messages);
		}
		else if (this.accepterOpen) {
			accepterNotices();
		}
	}

	private void requestArrived(byte[] bytes) {
		if (this.accepterOpen) {
			this.network.tally().delivered();
			deliverRequest(this.accepter, bytes);
		}
	}

	/** Whichever process has the receiver's node id by now gets it. */
	private void strayRequestArrived(byte[] bytes) {
		SimulatedTransport receiver = this.network.transport(this.accepter.nodeId());
		if (receiver != null) {
			deliverRequest(receiver, bytes);
		}
	}

	private void deliverRequest(SimulatedTransport receiver, byte[] bytes) {
		List<Message> messages = this.network.codec().requestsFromFrame(this.network.codec().parseFrame(bytes));
		if (messages.size() == 1) {
			receiver.report((listener) -> listener.requestReceived(openerNodeId(), messages.get(0), this.answerSink));
		}
		else {
			receiver.report((listener) -> listener.requestsReceived(openerNodeId(), messages, this.answerSink));
		}
	}

	private void answerArrived(byte[] bytes) {
		if (this.openerOpen) {
			this.network.tally().delivered();
			deliverAnswer(this.opener.owner(), bytes);
		}
	}

	/** Whichever process has the asker's node id by now gets it, if it has a link. */
	private void strayAnswerArrived(byte[] bytes) {
		SimulatedTransport receiver = this.network.transport(openerNodeId());
		if (receiver != null && receiver.hasOpenLink(this.accepter.nodeId())) {
			deliverAnswer(receiver, bytes);
		}
	}

	private void deliverAnswer(SimulatedTransport receiver, byte[] bytes) {
		for (Message answer : this.network.codec().answersFromFrame(this.network.codec().parseFrame(bytes))) {
			receiver.report((listener) -> listener.answerReceived(this.accepter.nodeId(), answer));
		}
	}

	/** The process that had opened the connection closes it, or has died. */
	void endedByOpener() {
		this.openerOpen = false;
		this.requests.end(this::accepterNotices);
	}

	/** The process at the other end closes the connection, or has died. */
	void endedByAccepter() {
		this.accepterOpen = false;
		this.answers.end(this::openerNotices);
	}

	/** The process that had opened the connection finds that it is of no use. */
	void openerNotices() {
		if (this.openerOpen) {
			this.openerOpen = false;
			this.requests.end(this::accepterNotices);
			this.opener.connectionEnded();
		}
	}

	private void accepterNotices() {
		if (this.accepterOpen) {
			this.accepterOpen = false;
			this.answers.end(this::openerNotices);
			this.accepter.inboundEnded(this);
		}
	}

	private void probeLater() {
		this.network.world().schedule(PROBE_NANOS, this::probe);
	}

	/**
	 * What keepalive does: an end that hears nothing for some seconds gives up, and one
	 * that reaches a machine where its connection is unknown is told so.
	 */
	private void probe() {
		if (!this.openerOpen && !this.accepterOpen) {
			return;
		}
		boolean reachable = this.network.paths().isOpenBothWays(openerNodeId(), this.accepter.nodeId());
		boolean whole = this.openerOpen && this.accepterOpen;
		this.failedProbes = (reachable && whole) ? 0 : this.failedProbes + 1;
		if (this.failedProbes >= (reachable ? UNKNOWN_PROBES : SILENT_PROBES)) {
			openerNotices();
			accepterNotices();
		}
		probeLater();
	}

}
