package io.dongting.spring.health;

import java.util.stream.Stream;

import io.dongting.spring.RaftGroups;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * The health of all groups of this node, those that come later included.
 */
public class RaftHealthContributor implements CompositeHealthContributor {

	private final RaftGroups groups;

	/**
	 * Create the contributor.
	 * @param groups the groups of this node
	 */
	public RaftHealthContributor(RaftGroups groups) {
		this.groups = groups;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.groups.find(name).map(RaftGroupHealthIndicator::new).orElse(null);
	}

	@Override
	public Stream<Entry> stream() {
		return this.groups.all().stream().map((group) -> new Entry(group.name(), new RaftGroupHealthIndicator(group)));
	}

}
