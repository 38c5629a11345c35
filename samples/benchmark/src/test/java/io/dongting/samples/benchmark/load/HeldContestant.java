package io.dongting.samples.benchmark.load;

import java.util.Collections;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import io.dongting.samples.benchmark.contest.Replicas;

/**
 * Answers when the test says so.
 */
final class HeldContestant implements Contestant {

	final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

	@Override
	public void start(ClusterSettings settings, Replicas replicas) {
	}

	@Override
	public void submit(int group, byte[] command, Outcome outcome) {
		this.outcomes.add(outcome);
	}

	@Override
	public void read(int group, int key, ReadPlace place, Outcome outcome) {
		this.outcomes.add(outcome);
	}

	@Override
	public SortedMap<String, String> settings() {
		return Collections.emptySortedMap();
	}

	@Override
	public void close() {
	}

}
