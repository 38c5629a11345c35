package io.dongting.simulation;

/**
 * Counts what happens in a network.
 */
final class NetworkTally {

	private long sent;

	private long delivered;

	private long dropped;

	private long duplicated;

	private long reordered;

	private long slowed;

	private long strayed;

	private long connectionsLost;

	void sent() {
		this.sent++;
	}

	void delivered() {
		this.delivered++;
	}

	void dropped() {
		this.dropped++;
	}

	void duplicated() {
		this.duplicated++;
	}

	void reordered() {
		this.reordered++;
	}

	void slowed() {
		this.slowed++;
	}

	void strayed() {
		this.strayed++;
	}

	void connectionLost() {
		this.connectionsLost++;
	}

	NetworkCounts counts() {
		return new NetworkCounts(this.sent, this.delivered, this.dropped, this.duplicated, this.reordered, this.slowed,
				this.strayed, this.connectionsLost);
	}

}
