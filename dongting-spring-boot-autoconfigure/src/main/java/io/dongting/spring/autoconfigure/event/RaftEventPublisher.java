package io.dongting.spring.autoconfigure.event;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroupListener;
import io.dongting.raft.server.RaftServer;
import io.dongting.spring.event.RaftConfigurationChangedEvent;
import io.dongting.spring.event.RaftGroupReadyEvent;
import io.dongting.spring.event.RaftGroupUnreadyEvent;
import io.dongting.spring.event.RaftLeadershipGainedEvent;
import io.dongting.spring.event.RaftLeadershipLostEvent;
import io.dongting.spring.event.RaftStorageFailedEvent;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what a server tells of its groups. Listens before the server starts, so that
 * nothing is missed.
 */
class RaftEventPublisher implements RaftGroupListener, SmartInitializingSingleton {

	private final RaftServer server;

	private final ApplicationEventPublisher events;

	RaftEventPublisher(RaftServer server, ApplicationEventPublisher events) {
		this.server = server;
		this.events = events;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.server.addListener(this);
	}

	@Override
	public void leadershipGained(GroupStatus status, long fencingToken) {
		this.events.publishEvent(new RaftLeadershipGainedEvent(this.server, status, fencingToken));
	}

	@Override
	public void leadershipLost(GroupStatus status, long fencingToken) {
		this.events.publishEvent(new RaftLeadershipLostEvent(this.server, status, fencingToken));
	}

	@Override
	public void configurationChanged(GroupStatus status) {
		this.events.publishEvent(new RaftConfigurationChangedEvent(this.server, status));
	}

	@Override
	public void becameReady(GroupStatus status) {
		this.events.publishEvent(new RaftGroupReadyEvent(this.server, status));
	}

	@Override
	public void becameUnready(GroupStatus status) {
		this.events.publishEvent(new RaftGroupUnreadyEvent(this.server, status));
	}

	@Override
	public void storageFailed(GroupStatus status) {
		this.events.publishEvent(new RaftStorageFailedEvent(this.server, status));
	}

}
