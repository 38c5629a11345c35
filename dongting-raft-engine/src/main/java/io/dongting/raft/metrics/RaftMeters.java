package io.dongting.raft.metrics;

import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.meter.GroupMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * Micrometer meters for all groups of a server, {@code dongting.raft.*} with the tag
 * {@code group}. Give it to the server with
 * {@link io.dongting.raft.server.RaftEnvironment#measuredBy} and bind it to one registry
 * or several, before or after that. The meters of a group are registered when the server
 * comes to know the group, which may be while it runs, and removed with the group or when
 * the server is closed. Thread-safe.
 */
public final class RaftMeters implements MeterBinder, GroupMeters.Source {

	/** Passes everything on to the registries that are bound. */
	private final CompositeMeterRegistry registry = new CompositeMeterRegistry();

	private final Tags tags;

	/** Groups that are to be measured as soon as a registry is bound. */
	private final List<LateMeters> waiting = new ArrayList<>();

	private boolean bound;

	/**
	 * Create meters with the tag {@code group} only.
	 */
	public RaftMeters() {
		this(Tags.empty());
	}

	/**
	 * Create meters with tags of one's own, which are needed where several servers of one
	 * process have groups of the same name and one registry.
	 * @param tags the tags that all meters get beside {@code group}
	 */
	public RaftMeters(Iterable<Tag> tags) {
		this.tags = Tags.of(tags);
	}

	/**
	 * Bind the meters of all groups, those that are added later included.
	 * @param registry where they are to be seen; must not hold other meters of these
	 * names
	 */
	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registry.add(registry);
		this.bound = true;
		this.waiting.forEach(LateMeters::begin);
		this.waiting.clear();
	}

	@Override
	public synchronized GroupMeters of(RaftGroup group, RaftGroupOptions options) {
		if (this.bound) {
			return register(group, options);
		}
		LateMeters late = new LateMeters(() -> register(group, options));
		this.waiting.add(late);
		return late;
	}

	private GroupMeters register(RaftGroup group, RaftGroupOptions options) {
		GroupRegistry groupRegistry = new GroupRegistry(this.registry, this.tags, group);
		StatusGauges.register(groupRegistry, options);
		return new RegisteredMeters(groupRegistry, new Recorder(group.name()));
	}

}
